import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { nginx, service } from "../parts";

export const probeHttp = defineLab({
  name: "probe-http",
  title: "Probes: http",
  day: 2,
  who: "student",
  text: [
    "A readiness probe by HTTP asks for a path. While it fails, the pod runs on, and no Service sends to it.",
    "Liveness restarts, readiness takes out of service: what waits for others belongs to readiness alone.",
  ].join("\n"),
  changes: [
    "kubectl get endpointslices -l kubernetes.io/service-name=web --watch",
    "kubectl exec POD -- rm /usr/share/nginx/html/index.html",
    "kubectl get pods -l app=web",
  ],
  baseline: () => [
    object("Deployment", "web", {
      spec: {
        replicas: 2,
        ...podsOf(
          { app: "web" },
          {
            containers: [
              {
                ...nginx,
                readinessProbe: { httpGet: { path: "/", port: 80 }, periodSeconds: 5 },
                livenessProbe: { httpGet: { path: "/", port: 80 }, failureThreshold: 6 },
              },
            ],
          },
        ),
      },
    }),
    service("web"),
  ],
  notShown: [
    "the probe: a simulated pod is never probed; what a failed one leads to is shown by writing its result as a kubelet would",
  ],
});
