import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { images } from "../pins";

export const autoscaling = defineLab({
  name: "autoscaling",
  title: "HorizontalPodAutoscaler and metrics: php-apache",
  day: 2,
  who: "student",
  needs: ["metrics"],
  text: [
    "The autoscaler reads what pods use from metrics-server, compares it with what they ask for, and keeps php-apache at half of that, with one to five pods.",
    "Without requests there is nothing to compare with. Down it goes slowly: only after five minutes below.",
  ].join("\n"),
  changes: [
    "kubectl top pods",
    "kubectl run load --image busybox --restart Never -- sh -c 'while sleep 0.01; do wget -q -O- http://php-apache; done'",
    "kubectl get hpa php-apache --watch",
    "kubectl delete pod load, and watch it go down",
    "kubectl autoscale deployment … --cpu 50% --min 1 --max 5 writes such an object",
  ],
  baseline: () => [
    object("Deployment", "php-apache", {
      spec: {
        ...podsOf(
          { app: "php-apache" },
          {
            containers: [
              {
                name: "php-apache",
                image: images.hpaExample,
                ports: [{ name: "http", containerPort: 80 }],
                resources: {
                  requests: { cpu: "100m", memory: "64Mi" },
                  limits: { cpu: "200m", memory: "128Mi" },
                },
              },
            ],
          },
        ),
      },
    }),
    object("Service", "php-apache", {
      spec: { selector: { app: "php-apache" }, ports: [{ port: 80, targetPort: "http" }] },
    }),
  ],
  makes: () => [
    object("HorizontalPodAutoscaler", "php-apache", {
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "php-apache" },
        minReplicas: 1,
        maxReplicas: 5,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } },
          },
        ],
      },
    }),
  ],
  notShown: ["what containers use: the proof answers for metrics-server with numbers made up"],
});
