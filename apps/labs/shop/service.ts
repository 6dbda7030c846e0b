import { podInjectionLabels } from "../../../components/istio-mesh/injection";
import {
  desired,
  httpRoutes,
  istioSubsets,
  leastPods,
  type Picture,
  type Rollout,
  type RolloutOptions,
  type Slot,
  type SlotName,
} from "../../../components/rollout";
import type { KubeObject } from "../../../components/classroom/objects";
import type { LabPlace } from "../lab";
import { object, podsOf } from "../objects";
import { servicePort, services } from "../../twelve-street/services";
import { sidecarSize, smallEnv, smallResources } from "../../twelve-street/small";

/** 12-Street's products once more, beside a shop that may stand in the namespace: whatever happens to it, the shop sells on. */
export const service = "lab-products";

const port = { name: "http", containerPort: servicePort } as const;
const { cpuMillis, cpuLimitMillis, memoryMiB, memoryLimitMiB } = smallResources("products");
const resources = {
  requests: { cpu: `${cpuMillis}m`, memory: `${memoryMiB}Mi` },
  limits: { cpu: `${cpuLimitMillis}m`, memory: `${memoryLimitMiB}Mi` },
};
const labelsOf = (slot: SlotName) => ({ app: service, slot });

/** The platform's repository, which is beside the student's own. */
const imageOf = ({ registry }: LabPlace, version: string): string =>
  [...(registry?.split("/").slice(0, -1) ?? []), `products:${version}`].join("/");

function deployment(place: LabPlace, slot: Slot): KubeObject {
  const labels = labelsOf(slot.name);
  const { selector } = podsOf(labels, { containers: [] });
  const { update } = slot;
  return object(
    "Deployment",
    `${service}-${slot.name}`,
    {
      spec: {
        replicas: leastPods(slot),
        minReadySeconds: slot.minReadySeconds,
        strategy:
          update.type === "Recreate"
            ? { type: update.type }
            : {
                type: update.type,
                rollingUpdate: { maxUnavailable: update.maxUnavailable, maxSurge: update.maxSurge },
              },
        selector,
        template: {
          metadata: {
            labels: { ...labels, version: slot.release.version, ...podInjectionLabels },
            annotations: sidecarSize(),
          },
          spec: {
            terminationGracePeriodSeconds: slot.preStopSeconds + 30,
            enableServiceLinks: false,
            containers: [
              {
                name: "products",
                image: imageOf(place, slot.release.version),
                env: Object.entries(smallEnv("products")).map(([name, value]) => ({ name, value })),
                ports: [port],
                readinessProbe: { httpGet: { path: services.products.readyPath, port: "http" } },
                lifecycle: { preStop: { sleep: { seconds: slot.preStopSeconds } } },
                resources,
              },
            ],
          },
        },
      },
    },
    { labels },
  );
}

const address = (name: string, selector: Readonly<Record<string, string>>) =>
  object("Service", name, {
    spec: { selector, ports: [{ name: "http", port: servicePort, targetPort: "http" }] },
  });

const istio = "networking.istio.io/v1";
const exportTo = ["."];

function routes({ traffic }: Picture): KubeObject[] {
  if (traffic.by !== "mesh") return [];
  const metadata = { name: service };
  return [
    {
      apiVersion: istio,
      kind: "DestinationRule",
      metadata,
      spec: { host: service, exportTo, subsets: istioSubsets(traffic.subsets, labelsOf) },
    },
    {
      apiVersion: istio,
      kind: "VirtualService",
      metadata,
      spec: { hosts: [service], exportTo, http: httpRoutes(traffic.route, service) },
    },
  ];
}

/** A strategy as a student meets it: what stands, and what brings its next version in. */
export interface Act {
  readonly rollout: Rollout;
  readonly options: RolloutOptions;
  /** Slots that stand before the lab's own work. */
  readonly first: SlotName;
}

/** The objects of the service, as the rollout says. */
export function objectsOf({ rollout, options, first }: Act, place: LabPlace) {
  const picture = desired(rollout, options);
  const { traffic } = picture;
  const root =
    traffic.by === "service" && traffic.slot !== "all" ? labelsOf(traffic.slot) : { app: service };
  const isFirst = ({ name }: Slot) => name === first;
  return {
    stands: [
      ...picture.slots.filter(isFirst).map((slot) => deployment(place, slot)),
      address(service, root),
    ],
    comes: [
      // Routes before pods: without them the root Service would send to both at once.
      ...routes(picture),
      ...picture.slots.filter((slot) => !isFirst(slot)).map((slot) => deployment(place, slot)),
      ...picture.addresses
        .filter((slot) => slot !== first)
        .map((slot) => address(`${service}-${slot}`, labelsOf(slot))),
    ],
  };
}
