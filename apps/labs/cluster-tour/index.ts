import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

export const clusterTour = defineLab({
  name: "cluster-tour",
  title: "A tour of the cluster",
  day: 1,
  who: "student",
  text: [
    "A web server stands in the namespace: a Deployment, the ReplicaSet that it made, a pod on a node, and a Service before it.",
    "kubectl lists kinds, explains their fields, describes objects, and tells what has happened to them.",
  ].join("\n"),
  changes: [
    "kubectl get nodes -L topology.kubernetes.io/zone,disktype",
    "kubectl api-resources --namespaced",
    "kubectl explain deployment.spec.strategy",
    "kubectl get deployments,replicasets,pods,services -o wide",
    "kubectl describe deployment hello",
    "kubectl get events --sort-by=.lastTimestamp",
    "kubectl delete pod -l app=hello",
  ],
  baseline: () => [deployment("hello", { containers: [nginx] }), service("hello")],
  notShown: ["kubectl exec and what the server answers: a simulated pod runs nothing"],
});
