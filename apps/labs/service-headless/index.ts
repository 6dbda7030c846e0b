import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

export const serviceHeadless = defineLab({
  name: "service-headless",
  title: "Service: headless",
  day: 2,
  who: "student",
  text: [
    "clusterIP: None makes a Service without an address: its name leads to the addresses of all its pods,",
    "and whoever asks chooses. Databases and StatefulSets have theirs so.",
  ].join("\n"),
  changes: [
    "kubectl get service web",
    "kubectl get endpointslices -l kubernetes.io/service-name=web -o wide",
    "kubectl run -it --rm ask --image=busybox --restart=Never -- nslookup web",
    "kubectl scale deployment web --replicas=3",
  ],
  baseline: () => [
    deployment("web", { containers: [nginx] }, 2),
    service("web", { clusterIP: "None" }),
  ],
  notShown: ["nslookup's answer: nothing runs CoreDNS in the sandbox"],
});
