import { defineLab } from "../define";
import { nginx, pod, service } from "../parts";

export const serviceDns = defineLab({
  name: "service-dns",
  title: "DNS names of Services and pods",
  day: 2,
  who: "student",
  text: [
    "A Service is web in its own namespace, web.user01 in others, and web.user01.svc.cluster.local in full.",
    "A pod with hostname one and subdomain web, behind a headless Service web, is one.web.user01.svc.cluster.local.",
    "A name of another namespace is answered too. Whether the pod there lets one in is the network policy's.",
  ].join("\n"),
  changes: [
    "kubectl run -it --rm ask --image=busybox --restart=Never -- nslookup web",
    "kubectl run -it --rm ask --image=busybox --restart=Never -- nslookup one.web",
    "kubectl get endpointslices -l kubernetes.io/service-name=web -o yaml",
    "a pod two with hostname two, and the same subdomain",
  ],
  baseline: () => [
    service("web", { clusterIP: "None" }),
    pod("one", { hostname: "one", subdomain: "web", containers: [nginx] }, { app: "web" }),
  ],
  makes: () => [
    pod("two", { hostname: "two", subdomain: "web", containers: [nginx] }, { app: "web" }),
  ],
  notShown: [
    "the DNS answers: nothing runs CoreDNS in the sandbox, which shows what it would answer from",
  ],
});
