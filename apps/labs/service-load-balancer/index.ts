import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

export const serviceLoadBalancer = defineLab({
  name: "service-load-balancer",
  title: "Service: LoadBalancer",
  day: 2,
  who: "student",
  needs: ["load-balancer"],
  text: [
    "A LoadBalancer Service is a NodePort Service with a load balancer of AWS before it, and that one's host name in its status.",
    "It costs money for as long as it stands: students have one each, and a second is refused.",
  ].join("\n"),
  changes: [
    "kubectl get service web --watch",
    "kubectl expose deployment web --name=second --port=80 --type=LoadBalancer",
    "kubectl delete service web",
  ],
  baseline: () => [
    deployment("web", { containers: [nginx] }),
    service("web", { type: "LoadBalancer" }),
  ],
  notShown: ["the load balancer itself: the sandbox makes up its host name"],
});
