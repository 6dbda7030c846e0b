import { defineLab } from "../define";
import { object } from "../objects";

export const serviceExternalName = defineLab({
  name: "service-external-name",
  title: "Service: ExternalName",
  day: 2,
  who: "student",
  text: [
    "An ExternalName Service is a second name: the cluster's DNS answers it with a CNAME to a host outside.",
    "Pods keep calling my-database, and where it stands is said in one place. It has no address and no endpoints.",
    "Here the name must lie below the classroom's externalNames, so that nobody leads a shared ingress astray.",
  ].join("\n"),
  changes: [
    "kubectl create service externalname cache --external-name=cache.example.com",
    'kubectl patch service my-database -p \'{"spec":{"externalName":"other.example.com"}}\'',
    "kubectl create service externalname inner --external-name=10.0.0.1.nip.io",
  ],
  baseline: () => [
    object("Service", "my-database", {
      spec: { type: "ExternalName", externalName: "my.database.example.com" },
    }),
  ],
  notShown: ["the DNS answer: nothing runs CoreDNS in the sandbox"],
});
