import type { Lab } from "../../../apps/labs";
import { configFlags } from "../sandbox";
import { first } from "../students";

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

const inShop = ({ needs = [] }: Lab) => needs.includes("shop");

/** What the labs ask of a platform, and nothing else. */
export const labPlatform = {
  /** Nodes for the quotas of six. */
  platform: configFlags([...off, "cluster.nodeGroups.standard-workers.desired=4"]),
  /** Classrooms that stand one after the other, and which labs each holds: six students work as many labs at a time. */
  rooms: [
    { config: configFlags(first(6)), holds: (lab: Lab) => !inShop(lab) },
    {
      config: configFlags([
        ...first(1),
        "shop={}",
        'quota={requestsMemory: 3Gi, limitsCpu: "7", limitsMemory: 6Gi}',
      ]),
      holds: inShop,
    },
  ],
};
