import { marksOf, type KubeObject } from "./objects";

/** A rule of a Role or ClusterRole. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const read = ["get", "list", "watch"];

/**
 * All that can be done to an object, and not `*`: that would hold `bind` and `escalate`, by which
 * one raises one's own rights, and `impersonate`.
 */
const all = [...read, "create", "update", "patch", "delete", "deletecollection"];
const scale = ["get", "update", "patch"];

const rule = (group: string, resources: readonly string[], verbs: readonly string[]): Rule => ({
  apiGroups: [group],
  resources,
  verbs,
});

/**
 * Everything that the course has students do, by name. Not there on purpose: `*`, which would hold quotas; the
 * status of objects (an address written into a pod's or Service's status is one that others are sent to); proxies,
 * by which the API server would call addresses for a student; EnvoyFilters and Gateways, which reach shared proxies.
 */
const workRules: readonly Rule[] = [
  rule(
    "",
    [
      "configmaps",
      "endpoints",
      "persistentvolumeclaims",
      "pods",
      "podtemplates",
      "replicationcontrollers",
      "secrets",
      "serviceaccounts",
      "services",
    ],
    all,
  ),
  rule("", ["pods/attach", "pods/exec", "pods/portforward"], ["get", "create"]),
  rule("", ["pods/ephemeralcontainers", "pods/resize"], scale),
  rule("", ["pods/eviction", "serviceaccounts/token"], ["create"]),
  rule("", ["pods/log", "pods/status"], ["get"]),
  // No quota counts events: the one kind of which a loop would fill the cluster's store.
  rule("", ["events", "limitranges", "resourcequotas"], read),
  rule("", ["replicationcontrollers/scale"], scale),
  rule(
    "apps",
    ["controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets"],
    all,
  ),
  rule("apps", ["deployments/scale", "replicasets/scale", "statefulsets/scale"], scale),
  rule("autoscaling", ["horizontalpodautoscalers"], all),
  rule("batch", ["cronjobs", "jobs"], all),
  rule("coordination.k8s.io", ["leases"], all),
  rule("discovery.k8s.io", ["endpointslices"], all),
  rule("events.k8s.io", ["events"], read),
  rule("metrics.k8s.io", ["pods"], ["get", "list"]),
  rule("networking.k8s.io", ["ingresses", "networkpolicies"], all),
  rule("policy", ["poddisruptionbudgets"], all),
  rule("rbac.authorization.k8s.io", ["roles", "rolebindings"], all),
  rule(
    "networking.istio.io",
    ["destinationrules", "serviceentries", "sidecars", "virtualservices"],
    all,
  ),
  rule(
    "security.istio.io",
    ["authorizationpolicies", "peerauthentications", "requestauthentications"],
    all,
  ),
  rule("telemetry.istio.io", ["telemetries"], all),
];

/** What a student may do in their namespace, and nowhere else. */
export const ownRules = (student: string): Rule[] => [
  ...workRules,
  // A Role reaches its own namespace alone; the name says so to who reads it.
  { apiGroups: [""], resources: ["namespaces"], resourceNames: [student], verbs: ["get"] },
];

/** What a student may read of the cluster. */
export const sharedRules: readonly Rule[] = [
  rule("", ["nodes"], read),
  rule("storage.k8s.io", ["storageclasses"], read),
];

/** The service account of each student, for who comes without IAM. */
export const studentAccount = "student";

const rbac = "rbac.authorization.k8s.io";

const subjectsOf = (student: string, group: string) => [
  { kind: "Group", apiGroup: rbac, name: group },
  { kind: "ServiceAccount", name: studentAccount, namespace: student },
];

export const sharedRoleName = (classroom: string): string => `${classroom}-reads`;

/** A student's service account, role and bindings. */
export function rightsObjects(classroom: string, student: string, group: string): KubeObject[] {
  const labels = marksOf(classroom, student);
  const own = { name: "student", namespace: student, labels };
  const subjects = subjectsOf(student, group);
  return [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { ...own, name: studentAccount },
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "Role",
      metadata: own,
      rules: ownRules(student),
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata: own,
      roleRef: { apiGroup: rbac, kind: "Role", name: own.name },
      subjects,
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: `${sharedRoleName(classroom)}-${student}`, labels },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: sharedRoleName(classroom) },
      subjects,
    },
  ];
}

/** What all students of a classroom read; who may, each student's own binding says. */
export const sharedRole = (classroom: string, labels: Record<string, string>): KubeObject => ({
  apiVersion: `${rbac}/v1`,
  kind: "ClusterRole",
  metadata: { name: sharedRoleName(classroom), labels },
  rules: sharedRules,
});

/** Whether these rules allow a request, as Kubernetes' RBAC decides. */
export const mayDo = (
  rules: readonly Rule[],
  verb: string,
  group: string,
  resource: string,
  name?: string,
): boolean =>
  rules.some(
    (it) =>
      [verb, "*"].some((one) => it.verbs.includes(one)) &&
      [group, "*"].some((one) => it.apiGroups.includes(one)) &&
      [resource, "*"].some((one) => it.resources.includes(one)) &&
      (!it.resourceNames || (name !== undefined && it.resourceNames.includes(name))),
  );
