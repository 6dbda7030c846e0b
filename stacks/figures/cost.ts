import { computeOf } from "../compute";
import { stackPods } from "../pods";
import { onFargate } from "../room";
import type { StackSettings } from "../schema";
import { stackServices } from "../stack-services";
import { fargateSize } from "./fargate";
import { hoursPerMonth, nodePrices, prices, serverPrices, type Price } from "./prices";

/** What a stack pays for standing, whether anybody uses it or not. */
export interface CostLine {
  readonly what: string;
  readonly count: number;
  readonly price: Price;
}

export const hourly = ({ count, price }: CostLine): number =>
  (count * price.usd) / (price.per === "hour" ? 1 : hoursPerMonth);

export const monthly = (line: CostLine): number => hourly(line) * hoursPerMonth;

/**
 * The lines of a stack's bill, at list prices and at the nodes that `desired` starts.
 * @throws RangeError where a type is named whose price is not noted in prices.ts
 */
export function costOf(settings: StackSettings): CostLine[] {
  const lines = [
    line("EKS control plane", 1, prices.controlPlane),
    ...network(settings),
    ...nodes(settings),
    ...fargate(settings),
    ...loadBalancers(settings),
    line("KMS key for Secrets", settings.cluster.encryptSecrets ? 1 : 0, prices.key),
    line("disks of pods, GiB of gp3", diskGiB(settings), prices.disk),
    ...managedServers(settings),
  ];
  return lines.filter(({ count }) => count > 0);
}

const line = (what: string, count: number, price: Price): CostLine => ({ what, count, price });

function noted(type: string, table: Readonly<Record<string, Price | undefined>>): Price {
  const price = table[type];
  if (!price) throw new RangeError(`the price of ${type} is not noted: add it to prices.ts`);
  return price;
}

/** `ecr` needs two endpoints. */
const interfacesOf = (endpoint: string): number => (endpoint === "ecr" ? 2 : 1);

function network({ network: { nat, zones, endpoints } }: StackSettings): CostLine[] {
  const gateways = { none: 0, one: 1, onePerZone: zones }[nat];
  const interfaces = total(endpoints.map(interfacesOf));
  return [
    line("NAT gateways", gateways, prices.natGateway),
    line("their public addresses", gateways, prices.address),
    line("interface endpoints, one a zone", interfaces * zones, prices.endpoint),
  ];
}

function nodes({ cluster, network: { nat } }: StackSettings): CostLine[] {
  const groups = Object.values(cluster.nodeGroups);
  const count = total(groups.map(({ desired }) => desired));
  const gib = total(groups.map(({ desired, diskGiB }) => desired * diskGiB));
  return [
    ...groups.map(({ instanceType, desired }) =>
      line(`nodes, ${instanceType}`, desired, noted(instanceType, nodePrices)),
    ),
    line("their disks, GiB of gp3", gib, prices.disk),
    line("their public addresses", nat === "none" ? count : 0, prices.address),
  ];
}

function fargate(settings: StackSettings): CostLine[] {
  if (computeOf(settings) === "nodes") return [];
  const sizes = stackPods(settings)
    .anywhere.filter((pod) => onFargate(settings, pod.namespace) && pod.of !== "a rolling update")
    .map(fargateSize);
  return [
    line("vCPUs on Fargate", total(sizes.map(({ vcpus }) => vcpus)), prices.fargateCpu),
    line("GB on Fargate", total(sizes.map(({ memoryGiB }) => memoryGiB)), prices.fargateMemory),
  ];
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);

function loadBalancers(settings: StackSettings): CostLine[] {
  const {
    network: { zones },
    ingress,
    mesh,
  } = settings;
  const isOpen = (scheme: string) => scheme === "internet-facing";
  const ofServices = stackServices(settings).filter((service) => service.public).length;
  const routes = Object.entries(ingress.routes);
  const albs = new Map(
    routes.flatMap(([name, route]): [string, string][] => {
      if (route.by === "nginx" || (route.by === "gateway" && route.on === "istio")) return [];
      // A Gateway shares its ALB with nobody.
      if (route.by === "gateway") return [[`gateway ${name}`, route.scheme]];
      const group = ingress.alb?.enforced.group ?? route.group?.name;
      return [[group === undefined ? `route ${name}` : `group ${group}`, route.scheme]];
    }),
  );
  const byIstio = routes.flatMap(([, route]) =>
    route.by === "gateway" && route.on === "istio" ? [route] : [],
  );
  const gateways = [ingress.nginx, mesh?.ingressGateway, ...byIstio].filter(
    (it) => it !== undefined,
  );
  const open =
    ofServices +
    gateways.filter(({ scheme }) => isOpen(scheme)).length +
    [...albs.values()].filter(isOpen).length;
  return [
    line("Network Load Balancers", ofServices + gateways.length, prices.networkLoadBalancer),
    line("Application Load Balancers", albs.size, prices.applicationLoadBalancer),
    line("public addresses of those, one a zone", open * zones, prices.address),
  ];
}

/** Claims of the parts' own pods. */
function diskGiB({ observability, backingServices }: StackSettings): number {
  const { database, cache, messaging } = backingServices;
  return total([
    observability?.prometheus?.sizeGiB ?? 0,
    observability?.logs?.to === "elasticsearch" ? observability.logs.sizeGiB : 0,
    ...[database, cache, messaging].map((it) =>
      it?.place.on === "cluster" ? it.place.sizeGiB : 0,
    ),
  ]);
}

function managedServers({ backingServices, network: { zones } }: StackSettings): CostLine[] {
  const { database, cache, messaging } = backingServices;
  return [
    ...(database?.place.on === "aws" ? ofDatabase(database.place) : []),
    ...(cache?.place.on === "aws"
      ? [
          line(
            `cache, ${cache.place.nodeType}`,
            cache.place.nodes,
            noted(cache.place.nodeType, serverPrices),
          ),
        ]
      : []),
    ...(messaging?.place.on === "aws" ? ofMessaging(messaging.place, zones) : []),
  ];
}

type Place<Name extends "database" | "messaging"> = Extract<
  NonNullable<StackSettings["backingServices"][Name]>["place"],
  { on: "aws" }
>;

function ofDatabase({ instanceClass, multiAz, storageGiB }: Place<"database">): CostLine[] {
  const copies = multiAz ? 2 : 1;
  return [
    line(`database, ${instanceClass}`, copies, noted(instanceClass, serverPrices)),
    line("its disk, GiB", copies * storageGiB, prices.databaseDisk),
  ];
}

function ofMessaging(
  { brokerType, brokersPerSubnet, storageGiB }: Place<"messaging">,
  zones: number,
): CostLine[] {
  const brokers = brokersPerSubnet * zones;
  return [
    line(`brokers, ${brokerType}`, brokers, noted(brokerType, serverPrices)),
    line("their disks, GiB", brokers * storageGiB, prices.brokerDisk),
  ];
}
