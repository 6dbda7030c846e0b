import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

export const serviceClusterIp = defineLab({
  name: "service-cluster-ip",
  title: "Service: ClusterIP",
  day: 2,
  who: "student",
  text: [
    "A Service has one address inside of the cluster for all pods that its selector finds and that are ready.",
    "Its EndpointSlices list those pods. A selector that finds none leaves a Service that answers nobody.",
  ].join("\n"),
  changes: [
    "kubectl expose deployment web --port=80",
    "kubectl get endpointslices -l kubernetes.io/service-name=web",
    "kubectl scale deployment web --replicas=3",
    'kubectl patch service web -p \'{"spec":{"selector":{"app":"wbe"}}}\'',
  ],
  baseline: () => [deployment("web", { containers: [nginx] }, 2)],
  makes: () => [service("web")],
  notShown: ["the answers: a simulated pod serves nothing, except with up --mesh"],
});
