import { defineLab } from "../define";
import { object } from "../objects";

const group = "rbac.authorization.k8s.io";

export const rbac = defineLab({
  name: "rbac",
  title: "RBAC: Role and RoleBinding",
  day: 2,
  who: "student",
  text: [
    "A Role says what may be done to which kinds in this namespace, a RoleBinding who may. jane may read pods and their logs, and nothing else.",
    "Nobody can give what they have not: a Role wider than one's own is refused. ClusterRoles and their bindings are the instructor's.",
  ].join("\n"),
  changes: [
    "kubectl auth can-i list pods --as system:serviceaccount:NAMESPACE:jane",
    "kubectl auth can-i delete pods --as system:serviceaccount:NAMESPACE:jane",
    "kubectl edit role pod-reader: let jane delete pods",
    "kubectl create role everything --verb '*' --resource '*': refused, it is more than you have",
  ],
  baseline: () => [],
  makes: ({ namespace }) => [
    object("ServiceAccount", "jane", {}),
    object("Role", "pod-reader", {
      rules: [
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
        { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
      ],
    }),
    object("RoleBinding", "read-pods", {
      roleRef: { apiGroup: group, kind: "Role", name: "pod-reader" },
      subjects: [{ kind: "ServiceAccount", name: "jane", namespace }],
    }),
  ],
  notShown: [
    "--as for students: who may act as another is the instructor; with a token of jane's it is the same",
  ],
});
