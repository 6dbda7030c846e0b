import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

const ports = { elasticsearch: 9200, kibana: 5601 } as const;

const settings = `[SERVICE]
    Flush 1
[INPUT]
    Name tail
    Path /var/log/app/*.log
[OUTPUT]
    Name es
    Match *
    Host elasticsearch
    Port ${ports.elasticsearch}
    Index app
    Suppress_Type_Name On
`;

const logs = { name: "logs", mountPath: "/var/log/app" };

/** A server of one pod, and its address. */
const server = (
  name: keyof typeof ports,
  image: string,
  env: Readonly<Record<string, string>>,
  [cpu, memory, mostMemory]: readonly [cpu: string, memory: string, mostMemory: string],
) => [
  object("Deployment", name, {
    spec: {
      strategy: { type: "Recreate" },
      ...podsOf(
        { app: name },
        {
          containers: [
            {
              name,
              image,
              env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
              ports: [{ name: "http", containerPort: ports[name] }],
              readinessProbe: { tcpSocket: { port: "http" }, periodSeconds: 10 },
              resources: {
                requests: { cpu, memory },
                limits: { cpu: "800m", memory: mostMemory },
              },
            },
          ],
        },
      ),
    },
  }),
  object("Service", name, {
    spec: { selector: { app: name }, ports: [{ port: ports[name], targetPort: "http" }] },
  }),
];

export const loggingSidecar = defineLab({
  name: "logging-sidecar",
  title: "Logging by a sidecar: to Elasticsearch, and Kibana",
  day: 2,
  who: "student",
  text: [
    "counter writes its log to a file, in a folder that its pod's containers share. A sidecar, which starts before it and ends after it, reads that file.",
    "It ships each line to Elasticsearch, and Kibana shows them. No rights on nodes are needed, and each pod pays for a collector of its own.",
    "Elasticsearch is a small one, without login, for this namespace alone.",
  ].join("\n"),
  changes: [
    "kubectl logs deployment/counter --container shipper",
    "kubectl port-forward service/kibana 5601, then http://127.0.0.1:5601: a data view for app",
    "kubectl edit configmap shipper: another Index, then kubectl rollout restart deployment counter",
  ],
  baseline: () => [
    ...server(
      "elasticsearch",
      images.elasticsearch,
      {
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
        // Mapped files ask for a kernel setting of the node.
        "node.store.allow_mmap": "false",
        ES_JAVA_OPTS: "-Xms384m -Xmx384m",
      },
      ["300m", "512Mi", "896Mi"],
    ),
    ...server(
      "kibana",
      images.kibana,
      {
        ELASTICSEARCH_HOSTS: `http://elasticsearch:${ports.elasticsearch}`,
        NODE_OPTIONS: "--max-old-space-size=640",
      },
      ["200m", "384Mi", "960Mi"],
    ),
  ],
  makes: () => [
    object("ConfigMap", "shipper", { data: { "fluent-bit.conf": settings } }),
    object("Deployment", "counter", {
      spec: podsOf(
        { app: "counter" },
        {
          initContainers: [
            {
              name: "shipper",
              image: images.fluentBit,
              restartPolicy: "Always",
              args: ["--config=/settings/fluent-bit.conf"],
              resources: small,
              volumeMounts: [logs, { name: "settings", mountPath: "/settings" }],
            },
          ],
          containers: [
            {
              name: "counter",
              image: images.busybox,
              command: [
                "sh",
                "-c",
                'i=0; while true; do i=$((i+1)); echo "{\\"count\\": $i}" >> /var/log/app/count.log; sleep 1; done',
              ],
              resources: small,
              volumeMounts: [logs],
            },
          ],
          volumes: [
            { name: "logs", emptyDir: { sizeLimit: "64Mi" } },
            { name: "settings", configMap: { name: "shipper" } },
          ],
        },
      ),
    }),
  ],
  notShown: ["lines that arrive, and Kibana's page: no container runs"],
});
