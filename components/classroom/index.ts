import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { studentGroup } from "../cluster/student-group";
import { checkClassroom, type ClassroomArgs } from "./args";
import { baselineOf, sharedObjectsOf } from "./baseline";
import { awsSide, type AwsSide } from "./iam";
import type { KubeObject } from "./objects";
import { studentAccount } from "./rights";

export type { ClassroomAccess, ClassroomArgs, ClassroomRegistry, Student } from "./args";
export type { SharedIngress } from "./guards";
export type { Neighbour, Surroundings } from "./policies";
export type { Bounds, ContainerDefaults, Quota } from "./quota";

/** What a student's environment is known by. */
export interface StudentEnvironment {
  readonly namespace: pulumi.Output<string>;
  /** The Kubernetes group that their IAM principal is in. */
  readonly group: string;
  /** The service account that has the same rights. */
  readonly serviceAccount: string;
  /** Undefined without a shared ingress. */
  readonly host: string | undefined;
  /** Undefined for who has no IAM user or role. */
  readonly principalArn: pulumi.Output<string> | undefined;
  /** Where to push to and pull from, by name. */
  readonly repositories: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * An environment for each student of a course on one cluster: namespace, quota, network and rights, which the student can
 * neither widen nor leave.
 *
 * @example
 * new Classroom("spring", {
 *   students: { user01: {}, user02: {} },
 *   kubernetesVersion: "1.36",
 *   surroundings: { vpcCidrs: ["10.64.0.0/16"], callers: [{ namespace: "ingress-nginx" }] },
 *   ingress: { domain: "students.example.com", className: "nginx" },
 * }, { providers: [kubernetesProvider] });
 */
export class Classroom extends pulumi.ComponentResource {
  readonly students: Readonly<Record<string, StudentEnvironment>>;

  constructor(
    private readonly name: string,
    private readonly args: ClassroomArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    checkClassroom(name, args);
    super("twelve-street:components:Classroom", name, {}, opts);
    for (const object of sharedObjectsOf(name, args)) makeObject(name, object, { parent: this });
    const inAws = awsSide(name, args, { parent: this });
    this.students = Object.fromEntries(
      Object.keys(args.students).map((student) => [student, this.environment(student, inAws)]),
    );
    this.registerOutputs({ students: this.students });
  }

  private environment(student: string, { principals, registries }: AwsSide): StudentEnvironment {
    const { name, args } = this;
    const [namespace, ...inside] = baselineOf(name, student, args.students[student] ?? {}, args);
    if (!namespace) throw new Error(`${student} has no namespace`);
    const made = makeObject(name, namespace, { parent: this });
    for (const object of inside) makeObject(name, object, { parent: this, dependsOn: made });
    return {
      namespace: pulumi.output(made.urn).apply(() => student),
      group: studentGroup(student),
      serviceAccount: studentAccount,
      host: args.ingress && `${student}.${args.ingress.domain}`,
      principalArn: principals[student],
      repositories: registries[student]?.urls ?? {},
    };
  }
}

/** `never` is what all their arguments have in common; the data is right by its own tests and the API server's word. */
type Maker = new (
  name: string,
  args: never,
  opts: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/** The typed resource of each kind: a plain CustomResource would not be the same to who looks at the state. */
const makers: Readonly<Record<string, Maker>> = {
  Namespace: k8s.core.v1.Namespace,
  ResourceQuota: k8s.core.v1.ResourceQuota,
  LimitRange: k8s.core.v1.LimitRange,
  ServiceAccount: k8s.core.v1.ServiceAccount,
  NetworkPolicy: k8s.networking.v1.NetworkPolicy,
  Role: k8s.rbac.v1.Role,
  RoleBinding: k8s.rbac.v1.RoleBinding,
  ClusterRole: k8s.rbac.v1.ClusterRole,
  ClusterRoleBinding: k8s.rbac.v1.ClusterRoleBinding,
  ValidatingAdmissionPolicy: k8s.admissionregistration.v1.ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding: k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding,
};

function makeObject(
  classroom: string,
  object: KubeObject,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const Kind = makers[object.kind];
  if (!Kind) throw new Error(`${object.kind} is no kind of a classroom`);
  const { namespace, name } = object.metadata;
  const place = namespace === undefined ? name : `${namespace}-${name}`;
  return new Kind(`${classroom}-${place}`, object as never, opts);
}
