import type { KubeObject } from "../../components/classroom/objects";

/** A day of the course: 1 images and access, 2 objects and workloads, 3 the shop and the mesh. */
export type CourseDay = 1 | 2 | 3;

/** Whose rights a lab takes: `instructor` where something of the whole cluster is written. */
export type Actor = "student" | "instructor";

/** What a lab needs of the platform beyond a cluster. */
export type Need =
  | "ingress"
  | "mesh"
  | "shared-storage"
  | "block-storage"
  | "metrics"
  | "registry"
  | "observability"
  | "load-balancer"
  | "shop";

/** Where a lab goes up. */
export interface LabPlace {
  /** @example "user35" */
  readonly namespace: string;
  /** The student's host, where the platform has a shared ingress. @example "user35.students.example.com" */
  readonly host?: string;
  /** IngressClass that serves it. @example "nginx" */
  readonly ingressClass?: string;
  /** Where the student's images are. @example "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/user35" */
  readonly registry?: string;
}

/** A lesson with something to do on the cluster. */
export interface Lab {
  /** Its folder's name, and as it is asked for. @example "configmaps" */
  readonly name: string;
  /** As the course calls it. @example "ConfigMap: hello-cm and cm-file" */
  readonly title: string;
  readonly day: CourseDay;
  readonly who: Actor;
  /** What it teaches, in a few lines. */
  readonly text: string;
  /** What students will change or make, a line each, as commands where they are. */
  readonly changes: readonly string[];
  /** @default nothing beyond a cluster */
  readonly needs?: readonly Need[];
  /**
   * What stands in the student's namespace when the lab begins, in the order of making; nothing where students make it all.
   * None bears a label of the classroom's own, so that students may change it.
   */
  readonly baseline: (place: LabPlace) => readonly KubeObject[];
  /**
   * What `changes` come to, as objects that the actor makes one after the other; `course labs NAME --yaml` prints them.
   * @default nothing but commands
   */
  readonly makes?: (place: LabPlace) => readonly KubeObject[];
  /** What stands for all students, made by the instructor: PriorityClasses, PersistentVolumes and the like. @default nothing */
  readonly shared?: () => readonly KubeObject[];
  /** What a sandbox without kubelets cannot show, a line each. @default all of it is shown */
  readonly notShown?: readonly string[];
}
