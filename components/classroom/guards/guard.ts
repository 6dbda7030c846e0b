import { studentGroup } from "../../cluster/student-group";
import { classroomLabel, type KubeObject } from "../objects";

/**
 * What RBAC cannot say of an object that a student may make: which values it must not have. The API server itself
 * judges it, by CEL; no webhook that could be down.
 */
export interface Guard {
  readonly name: string;
  readonly resources: readonly { readonly group: string; readonly names: readonly string[] }[];
  /** @default create and update */
  readonly operations?: readonly ("CREATE" | "UPDATE" | "DELETE")[];
  /** `students` leaves instructors and controllers free; `anyone` is for what controllers make in a student's name. */
  readonly of: "students" | "anyone";
  readonly variables?: Readonly<Record<string, string>>;
  readonly rules: readonly GuardRule[];
}

export interface GuardRule {
  /** CEL that is true where the object is right. */
  readonly right: string;
  /** What the student reads: what is wrong and what to write. CEL where it names the namespace. */
  readonly says: string | { readonly cel: string };
}

/** Text or a list of texts as CEL writes it. */
export const cel = (value: string | readonly string[]): string => JSON.stringify(value);

/** Any student, for one may have let another in, by IAM group; or one of the service accounts there. */
const byStudent =
  `request.userInfo.groups.exists(g, g.startsWith(${cel(studentGroup(""))})` +
  ` || g == 'system:serviceaccounts:' + request.namespace)`;

/** A policy and the binding that puts it in force in the classroom's namespaces. */
export function guardObjects(classroom: string, guard: Guard): KubeObject[] {
  const name = `${classroom}-${guard.name}`;
  const labels = { [classroomLabel]: classroom };
  const apiVersion = "admissionregistration.k8s.io/v1";
  return [
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name, labels },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          matchPolicy: "Equivalent",
          namespaceSelector: { matchLabels: labels },
          objectSelector: {},
          resourceRules: guard.resources.map(({ group, names }) => ({
            apiGroups: [group],
            apiVersions: ["*"],
            operations: [...(guard.operations ?? ["CREATE", "UPDATE"])],
            resources: [...names],
            scope: "Namespaced",
          })),
        },
        ...(guard.of === "students" && {
          matchConditions: [{ name: "by-a-student", expression: byStudent }],
        }),
        ...(guard.variables && {
          variables: Object.entries(guard.variables).map(([variable, expression]) => ({
            name: variable,
            expression,
          })),
        }),
        validations: guard.rules.map(({ right, says }) => ({
          expression: right,
          reason: "Forbidden",
          ...(typeof says === "string" ? { message: says } : { messageExpression: says.cel }),
        })),
      },
    },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name, labels },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}
