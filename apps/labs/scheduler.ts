import type { KubeObject } from "../../components/classroom/objects";
import { object, podsOf } from "./objects";
import { images } from "./pins";

const group = "rbac.authorization.k8s.io";

/** A way of choosing nodes, by which pods ask for it. */
export interface SchedulerProfile {
  readonly schedulerName: string;
  readonly plugins?: object;
  readonly pluginConfig?: readonly { readonly name: string; readonly args: object }[];
}

/** Its file of settings. Source: k8s.io/kube-scheduler/config/v1; checked 2026-11-22. */
export const schedulerConfig = (profiles: readonly SchedulerProfile[]) => ({
  apiVersion: "kubescheduler.config.k8s.io/v1",
  kind: "KubeSchedulerConfiguration",
  leaderElection: { leaderElect: false },
  profiles,
});

/** A scheduler beside the cluster's own, with its rights and settings, in a namespace of its own. */
export function scheduler(name: string, profiles: readonly SchedulerProfile[]): KubeObject[] {
  const at = { namespace: name };
  const subjects = [{ kind: "ServiceAccount", name, namespace: name }];
  const bound = (role: string) =>
    object("ClusterRoleBinding", `${name}-${role.replace("system:", "")}`, {
      roleRef: { apiGroup: group, kind: "ClusterRole", name: role },
      subjects,
    });
  return [
    object("Namespace", name, {}),
    object("ServiceAccount", name, {}, at),
    bound("system:kube-scheduler"),
    bound("system:volume-scheduler"),
    object(
      "RoleBinding",
      `${name}-authentication-reader`,
      {
        roleRef: {
          apiGroup: group,
          kind: "Role",
          name: "extension-apiserver-authentication-reader",
        },
        subjects,
      },
      { namespace: "kube-system" },
    ),
    object(
      "ConfigMap",
      name,
      { data: { "config.yaml": JSON.stringify(schedulerConfig(profiles)) } },
      at,
    ),
    object(
      "Deployment",
      name,
      {
        spec: podsOf(
          { app: name },
          {
            serviceAccountName: name,
            containers: [
              {
                name: "kube-scheduler",
                image: images.kubeScheduler,
                command: ["kube-scheduler", "--config=/etc/scheduler/config.yaml"],
                livenessProbe: { httpGet: { path: "/healthz", port: 10259, scheme: "HTTPS" } },
                resources: {
                  requests: { cpu: "50m", memory: "64Mi" },
                  limits: { cpu: "500m", memory: "256Mi" },
                },
                volumeMounts: [{ name: "config", mountPath: "/etc/scheduler" }],
              },
            ],
            volumes: [{ name: "config", configMap: { name } }],
          },
        ),
      },
      at,
    ),
  ];
}
