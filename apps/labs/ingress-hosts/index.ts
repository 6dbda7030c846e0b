import { backend, colors, page, type Color } from "../colors";
import { defineLab } from "../define";
import type { LabPlace } from "../lab";
import { object } from "../objects";
import { sharedIngress } from "../shared-ingress";

export const hostOf = (color: Color, place: LabPlace): string =>
  `${color}.${sharedIngress(place).host}`;

export const ingressHosts = defineLab({
  name: "ingress-hosts",
  title: "Ingress by host: blue and green",
  day: 2,
  who: "student",
  needs: ["ingress"],
  text: [
    "One Ingress sends each host name to a Service of its own: blue.HOST to blue, green.HOST to green. All students share one load balancer.",
    "The controller finds its Ingresses by their class, and the load balancer's address stands in each one's status.",
  ].join("\n"),
  changes: [
    "kubectl get ingress colors: hosts, class, address",
    "curl --header 'Host: blue.HOST' http://ADDRESS/, then green",
    "kubectl edit ingress colors: let blue.HOST lead to green",
    "a host of somebody else is refused: each has the own name, and what lies below it",
  ],
  baseline: () => colors.flatMap(page),
  makes: (place) => [
    object("Ingress", "colors", {
      spec: {
        ingressClassName: sharedIngress(place).className,
        rules: colors.map((color) => ({
          host: hostOf(color, place),
          http: { paths: [{ path: "/", pathType: "Prefix", backend: backend(color) }] },
        })),
      },
    }),
  ],
  notShown: [
    "the answers: no controller runs in the sandbox, the rules and their endpoints are real",
  ],
});
