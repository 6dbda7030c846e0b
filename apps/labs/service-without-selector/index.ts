import { defineLab } from "../define";
import { object } from "../objects";

const outside = ["203.0.113.10", "203.0.113.11"];
const port = 5432;

export const serviceWithoutSelector = defineLab({
  name: "service-without-selector",
  title: "Service without a selector",
  day: 2,
  who: "student",
  text: [
    "A Service without a selector stands for something outside: its addresses are written by hand, into an EndpointSlice",
    "that names it by a label. The older Endpoints object still does, and the cluster mirrors it into a slice.",
    "Here addresses must be the internet's: written by hand, others would lead past the network's walls.",
  ].join("\n"),
  changes: [
    "an EndpointSlice external-db-1 with the label kubernetes.io/service-name: external-db",
    "Endpoints legacy-db with the same addresses, and its Service",
    "kubectl get endpointslices",
    "an EndpointSlice with the address of another student's pod",
  ],
  baseline: () => [
    object("Service", "external-db", { spec: { ports: [{ port }] } }),
    object("Service", "legacy-db", { spec: { ports: [{ port }] } }),
  ],
  makes: () => [
    object(
      "EndpointSlice",
      "external-db-1",
      { addressType: "IPv4", endpoints: [{ addresses: outside }], ports: [{ port }] },
      { labels: { "kubernetes.io/service-name": "external-db" } },
    ),
    object("Endpoints", "legacy-db", {
      subsets: [{ addresses: outside.map((ip) => ({ ip })), ports: [{ port }] }],
    }),
  ],
});
