import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

const app = { app: "window" };

export const nodeDrain = defineLab({
  name: "node-drain",
  title: "Cordon and drain a node",
  day: 2,
  who: "instructor",
  text: [
    "cordon keeps new pods from a node, drain asks its pods to go, uncordon lets it work again; whatever has a controller comes back elsewhere.",
    "A PodDisruptionBudget says how many of window must stay: an eviction too many is refused, and drain asks again until it may.",
    "Nodes are everybody's: the instructor does it, students watch their pods move.",
  ].join("\n"),
  changes: [
    "kubectl cordon NODE, then kubectl get nodes: SchedulingDisabled",
    "kubectl drain NODE --ignore-daemonsets --delete-emptydir-data",
    "kubectl get pods --selector app=window --output wide --watch",
    "kubectl get pdb window: ALLOWED DISRUPTIONS",
    "kubectl uncordon NODE",
  ],
  baseline: () => [
    object("Deployment", "window", {
      spec: {
        replicas: 3,
        ...podsOf(app, { containers: [{ name: "main", image: images.nginx, resources: small }] }),
      },
    }),
    object("PodDisruptionBudget", "window", {
      spec: { minAvailable: 2, selector: { matchLabels: app } },
    }),
  ],
});
