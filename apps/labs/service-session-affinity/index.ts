import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

export const serviceSessionAffinity = defineLab({
  name: "service-session-affinity",
  title: "Service: session affinity",
  day: 2,
  who: "student",
  text: [
    "sessionAffinity: ClientIP sends all requests of one address to one pod, for three hours unless it says otherwise.",
    "There is no affinity by cookie: that is an ingress's or a mesh's.",
  ].join("\n"),
  changes: [
    'kubectl patch service web -p \'{"spec":{"sessionAffinity":"ClientIP"}}\'',
    'kubectl patch service web -p \'{"spec":{"sessionAffinityConfig":{"clientIP":{"timeoutSeconds":60}}}}\'',
    'kubectl patch service web -p \'{"spec":{"sessionAffinity":"Cookie"}}\'',
  ],
  baseline: () => [deployment("web", { containers: [nginx] }, 2), service("web")],
  notShown: ["that one address stays with one pod: no node routes in the sandbox"],
});
