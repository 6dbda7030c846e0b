import { defineLab } from "../define";
import { object } from "../objects";
import { deployment, nginx } from "../parts";

export const namespaces = defineLab({
  name: "namespaces",
  title: "Namespaces",
  day: 2,
  who: "instructor",
  text: [
    "Names are one's own within a namespace: a Deployment web may stand in each. A namespace that is deleted takes all with it.",
    "Quota, rights and network rules are by namespace. Students have one each, and may not make others.",
  ].join("\n"),
  changes: [
    "kubectl get namespaces",
    "kubectl create deployment web --image=nginx -n lab-namespace",
    "kubectl get deployments --all-namespaces",
    "kubectl config set-context --current --namespace=lab-namespace",
    "kubectl delete namespace lab-namespace",
  ],
  baseline: () => [deployment("web", { containers: [nginx] })],
  shared: () => [object("Namespace", "lab-namespace", {})],
});
