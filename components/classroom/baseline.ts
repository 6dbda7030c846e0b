import { studentGroup } from "../cluster/student-group";
import type { ClassroomArgs, Student } from "./args";
import { guardsAsObjects } from "./guards";
import { classroomLabel, marksOf, type KubeObject } from "./objects";
import { forbiddenNetworks, networkPolicies } from "./policies";
import { quotaObjects } from "./quota";
import { rightsObjects, sharedRole } from "./rights";

/**
 * The Kubernetes objects of one student's environment, the namespace first: what a reset brings back, as plain data.
 * Nothing here depends on other students.
 */
export function baselineOf(
  classroom: string,
  student: string,
  { quota }: Pick<Student, "quota">,
  args: Omit<ClassroomArgs, "students">,
): KubeObject[] {
  const { bounds = {}, defaults = {}, surroundings } = args;
  return [
    namespaceOf(classroom, student, args),
    ...quotaObjects(classroom, student, {
      quota: { ...args.quota, ...quota },
      bounds,
      defaults,
    }),
    ...networkPolicies(classroom, student, surroundings),
    ...rightsObjects(classroom, student, studentGroup(student)),
  ];
}

/** What all students of a classroom share: the role that reads, and the rules over what they make. */
export const sharedObjectsOf = (
  classroom: string,
  args: Omit<ClassroomArgs, "students">,
): KubeObject[] => [
  sharedRole(classroom, { [classroomLabel]: classroom }),
  ...guardsAsObjects(classroom, {
    ...(args.ingress && { ingress: args.ingress }),
    networks: forbiddenNetworks(args.surroundings),
    externalNames: args.externalNames ?? ["example.com"],
    priorityClasses: args.priorityClasses ?? [],
    gateways: args.meshGateways ?? [],
  }),
];

function namespaceOf(
  classroom: string,
  student: string,
  { kubernetesVersion, namespaceLabels }: Omit<ClassroomArgs, "students">,
): KubeObject {
  const podSecurity = (mode: string, level: string) => ({
    [`pod-security.kubernetes.io/${mode}`]: level,
    [`pod-security.kubernetes.io/${mode}-version`]: `v${kubernetesVersion}`,
  });
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: student,
      labels: {
        ...namespaceLabels,
        ...podSecurity("enforce", "baseline"),
        ...podSecurity("warn", "restricted"),
        ...marksOf(classroom, student),
      },
    },
  };
}
