import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

export const serviceTrafficPolicyLocal = defineLab({
  name: "service-traffic-policy-local",
  title: "Service: externalTrafficPolicy Local",
  day: 2,
  who: "student",
  needs: ["load-balancer"],
  text: [
    "With Cluster, a node that is sent a request may hand it to a pod on another, and the pod sees that node's address.",
    "With Local, a node serves by its own pods alone: the caller's address stays, and nodes without a pod must be left out.",
    "For that the Service has a port at which each node tells the load balancer whether it has one.",
  ].join("\n"),
  changes: [
    "kubectl get service web -o yaml",
    'kubectl patch service web -p \'{"spec":{"externalTrafficPolicy":"Cluster"}}\'',
    'kubectl patch service web -p \'{"spec":{"externalTrafficPolicy":"Local"}}\'',
  ],
  baseline: () => [
    deployment("web", { containers: [nginx] }),
    service("web", { type: "LoadBalancer", externalTrafficPolicy: "Local" }),
  ],
  notShown: ["the caller's address, and the nodes' health: no node routes in the sandbox"],
});
