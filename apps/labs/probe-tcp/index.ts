import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { asks, service } from "../parts";
import { images } from "../pins";

export const probeTcp = defineLab({
  name: "probe-tcp",
  title: "Probes: tcp, and the startup probe",
  day: 2,
  who: "student",
  text: [
    "A probe by TCP opens a connection, which is enough for what speaks no HTTP, such as a cache.",
    "A startup probe holds the others back until it has succeeded once: a slow start is not taken for death.",
    "During a rollout a new pod that is not ready keeps the old one in service.",
  ].join("\n"),
  changes: [
    "kubectl describe pod -l app=cache",
    "kubectl patch deployment cache with a readiness probe on port 6380, which nobody listens on",
    "kubectl rollout status deployment cache --timeout=20s",
    "kubectl rollout undo deployment cache",
  ],
  baseline: () => [
    object("Deployment", "cache", {
      spec: {
        strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        ...podsOf(
          { app: "cache" },
          {
            containers: [
              {
                name: "valkey",
                image: images.valkey,
                ports: [{ name: "redis", containerPort: 6379 }],
                startupProbe: {
                  tcpSocket: { port: "redis" },
                  failureThreshold: 30,
                  periodSeconds: 2,
                },
                readinessProbe: { tcpSocket: { port: "redis" } },
                livenessProbe: { tcpSocket: { port: "redis" } },
                ...asks(100, 64),
              },
            ],
          },
        ),
      },
    }),
    service("cache", { ports: [{ port: 6379, targetPort: "redis" }] }),
  ],
  notShown: [
    "the probes: simulated pods are ready at once; a failed one is shown by writing its result as a kubelet would",
  ],
});
