import { studentGroup } from "../../cluster/student-group";
import { classroomLabel } from "../objects";
import { cel, type Guard } from "./guard";

const marked = (of: string) =>
  `${of} != null && ${cel(classroomLabel)} in ${of}.metadata.?labels.orValue({})`;

/** What the classroom itself has made in a student's namespace stays as it is. */
export const environmentGuard: Guard = {
  name: "environment",
  of: "students",
  operations: ["CREATE", "UPDATE", "DELETE"],
  resources: [
    { group: "", names: ["limitranges", "resourcequotas", "serviceaccounts"] },
    { group: "networking.k8s.io", names: ["networkpolicies"] },
    { group: "rbac.authorization.k8s.io", names: ["rolebindings", "roles"] },
  ],
  rules: [
    {
      right: `!(${marked("oldObject")}) && !(${marked("object")})`,
      says: `the label ${classroomLabel} marks what the classroom has made, which students neither change nor delete nor make: leave it, and make an object of your own`,
    },
  ],
};

/**
 * One's own rights are for the namespace's own service accounts, and people by name; not for everybody, nor another
 * student, whom EKS names by the ARN of their IAM user.
 */
export const bindingGuard: Guard = {
  name: "role-bindings",
  of: "students",
  resources: [{ group: "rbac.authorization.k8s.io", names: ["rolebindings"] }],
  rules: [
    {
      right:
        `object.?subjects.orValue([]).all(s, s.kind == 'ServiceAccount'` +
        ` ? s.?namespace.orValue('') == request.namespace` +
        ` : !s.name.startsWith('system:') && !s.name.startsWith('arn:') && (!s.name.startsWith(${cel(studentGroup(""))})` +
        ` || s.name == ${cel(studentGroup(""))} + request.namespace))`,
      says: {
        cel: `'give rights to service accounts of ' + request.namespace + ' and to users by a name that is no ARN: others would reach into it'`,
      },
    },
  ],
};
