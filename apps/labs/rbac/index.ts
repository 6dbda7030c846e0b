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
    "jane is a service account, and who has its token acts as jane. To act as another without one, by --as, is the instructor's.",
    "Nobody can give what they have not: a Role wider than one's own is refused. ClusterRoles and their bindings are the instructor's.",
  ].join("\n"),
  changes: [
    "TOKEN=$(kubectl create token jane)",
    "kubectl --token $TOKEN auth can-i list pods",
    "kubectl --token $TOKEN auth can-i delete pods: no",
    "kubectl --token $TOKEN get secrets: refused",
    "kubectl edit role pod-reader: let jane delete pods, and ask again",
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
});
