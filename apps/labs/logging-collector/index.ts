import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

const namespace = "logging-lab";
const name = "log-collector";

const settings = `[SERVICE]
    Flush 1
    Parsers_File /fluent-bit/etc/parsers.conf
[INPUT]
    Name tail
    Path /var/log/containers/*.log
    Exclude_Path /var/log/containers/${name}-*.log
    multiline.parser cri
    Tag kube.*
    Mem_Buf_Limit 5MB
[FILTER]
    Name kubernetes
    Match kube.*
[OUTPUT]
    Name stdout
    Match *
`;

const at = { namespace };

export const loggingCollector = defineLab({
  name: "logging-collector",
  title: "Logging by a DaemonSet: Fluent Bit on every node",
  day: 2,
  who: "instructor",
  text: [
    "What containers print stands in files on their node. A collector on each node reads them all and sends them on; here it prints them, on the platform it sends them to CloudWatch or Elasticsearch.",
    "It takes the node's own folder, which students' namespaces do not allow: the lab has a namespace of its own.",
    "What students make is a pod that prints, whose lines the collector finds.",
  ].join("\n"),
  changes: [
    "kubectl --namespace logging-lab get pods --output wide: one on each node",
    "kubectl logs printer, then kubectl --namespace logging-lab logs daemonset/log-collector | grep printer",
    "a pod with hostPath /var/log in a student's namespace: violates PodSecurity",
  ],
  baseline: () => [],
  makes: () => [
    object("Pod", "printer", {
      spec: {
        containers: [
          {
            name: "printer",
            image: images.busybox,
            command: ["sh", "-c", 'while true; do echo "$(date) printed"; sleep 5; done'],
            resources: small,
          },
        ],
      },
    }),
  ],
  shared: () => [
    object(
      "Namespace",
      namespace,
      {},
      {
        labels: { "pod-security.kubernetes.io/enforce": "privileged" },
      },
    ),
    object("ServiceAccount", name, {}, at),
    object("ClusterRole", name, {
      rules: [
        { apiGroups: [""], resources: ["namespaces", "pods"], verbs: ["get", "list", "watch"] },
      ],
    }),
    object("ClusterRoleBinding", name, {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    }),
    object("ConfigMap", name, { data: { "fluent-bit.conf": settings } }, at),
    object(
      "DaemonSet",
      name,
      {
        spec: podsOf(
          { app: name },
          {
            serviceAccountName: name,
            tolerations: [{ operator: "Exists" }],
            containers: [
              {
                name: "fluent-bit",
                image: images.fluentBit,
                args: ["--config=/settings/fluent-bit.conf"],
                resources: small,
                volumeMounts: [
                  { name: "settings", mountPath: "/settings" },
                  { name: "logs", mountPath: "/var/log", readOnly: true },
                ],
              },
            ],
            volumes: [
              { name: "settings", configMap: { name } },
              { name: "logs", hostPath: { path: "/var/log" } },
            ],
          },
        ),
      },
      at,
    ),
  ],
  notShown: ["lines of logs: no container prints anything"],
});
