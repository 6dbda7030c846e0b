import type { Need } from "../../../apps/labs";
import { configFlags } from "../sandbox";

const off = [
  ...["observability=null", "backingServices=null", "ingress={alb: null, routes: null}"],
  ...[
    "mesh.kiali=null",
    "mesh.jaeger=null",
    "mesh.ingressGateway=null",
    "registry.labImages=false",
  ],
  ...["products", "orders", "delivery", "oauth", "gateway", "ui"].map(
    (service) => `shop.services.${service}.enabled=false`,
  ),
];

/** Six students, so that so many labs are worked at a time; nodes for all their quotas. */
const left = Array.from(
  { length: 14 },
  (_, index) => `students.user${(index + 7).toString().padStart(2, "0")}=null`,
);

/** What the labs ask of a platform, and nothing else. */
export const labPlatform = {
  platform: configFlags([...off, "cluster.nodeGroups.standard-workers.desired=4"]),
  classroom: configFlags(left),
  /** Six services for each student are more than the others take together: `npx tsx test/e2e/labs/try.ts` where one stands. */
  without: ["shop"] as readonly Need[],
};
