import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

export const serviceNodePort = defineLab({
  name: "service-node-port",
  title: "Service: NodePort",
  day: 2,
  who: "student",
  text: [
    "A NodePort Service is a ClusterIP Service with a port of every node besides, from 30000 to 32767.",
    "A port is one Service's in the whole cluster. Leave it to the cluster, and no other student has it.",
  ].join("\n"),
  changes: [
    "kubectl get service web -o wide",
    "kubectl get nodes -o wide",
    "a second Service that asks for the same nodePort",
    'kubectl patch service web -p \'{"spec":{"type":"ClusterIP"}}\'',
  ],
  baseline: () => [
    deployment("web", { containers: [nginx] }),
    service("web", { type: "NodePort" }),
  ],
  notShown: [
    "the way in by a node's address: simulated nodes have none, and on AWS security groups shut it",
  ],
});
