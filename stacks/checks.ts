import { services } from "../apps/twelve-street/services";
import { checkBackingServices } from "./backing-service-checks";
import { checkAccounts, checkFargate, checkPlaces, checkVersions } from "./cluster-checks";
import { computeOf } from "./compute";
import { enabledServices } from "./enabled-services";
import { checkGates } from "./gate-checks";
import { checkGroups } from "./group-checks";
import { checkImages } from "./image-checks";
import { checkIngress } from "./ingress-checks";
import { checkMeshPart, checkObservabilityPart } from "./mesh-checks";
import { checkRoom } from "./room";
import { checkStorage } from "./storage-checks";
import { instanceTypes } from "../components/cluster/instance-types";
import { planSubnets, usableAddresses } from "../components/network/layout";
import { checkMixed } from "./mixed-checks";
import { checkPlace } from "./shop-checks";
import { keyOf } from "./issues";
import type { Problem } from "./problems";
import { regions } from "./regions";
import { releasesIn, serviceProblems } from "./rollouts";
import type { StackSettings } from "./schema";
import { stackServices } from "./stack-services";

/**
 * What no single key shows: parts of the config that need each other, and what their components refuse.
 *
 * @param platform Name of the stack's resources, which AWS bounds in length.
 */
export function checkTogether(settings: StackSettings, platform: string, today: Date): Problem[] {
  const rollouts = checkRollouts(settings);
  return [
    ...checkZones(settings),
    ...checkVersions(settings, today),
    ...checkNodeGroups(settings),
    ...checkPlaces(settings, platform),
    ...checkAddresses(settings),
    ...checkServices(settings),
    ...checkPlace(settings),
    ...rollouts,
    ...checkGates(settings),
    ...checkAccounts(settings),
    ...checkStorage(settings),
    ...checkIngress(settings),
    ...checkGroups(settings),
    ...checkMixed(settings),
    ...checkMeshPart(settings),
    ...checkObservabilityPart(settings),
    ...checkBackingServices(settings, platform),
    // Nobody knows what pods a rollout has that makes no sense.
    ...(rollouts.length === 0
      ? [
          ...checkTags(settings),
          ...checkImages(settings),
          ...checkFargate(settings),
          ...checkRoom(settings),
        ]
      : []),
  ];
}

function checkZones({ region, network }: StackSettings): Problem[] {
  const zones = regions[region]?.zones ?? 0;
  if (network.zones <= zones) return [];
  return [
    {
      key: keyOf(["network", "zones"]),
      value: String(network.zones),
      fix: `${region} gives a cluster ${zones} zones: give ${zones}, or another aws:region`,
    },
  ];
}

function checkNodeGroups({ cluster }: StackSettings): Problem[] {
  if (computeOf({ cluster }) !== "nodes" || Object.keys(cluster.nodeGroups).length > 0) return [];
  const fix = "pods need nodes: give at least one node group, for example standard-workers";
  return [{ key: keyOf(["cluster", "nodeGroups"]), value: "empty", fix }];
}

/** Every pod has an address of the VPC, and a node keeps all the addresses of its interfaces at hand. */
function checkAddresses({ network, cluster }: StackSettings): Problem[] {
  const subnets = planSubnets(network.cidr, network.zones);
  const has = usableAddresses(
    subnets.map(({ publicCidr, privateCidr }) =>
      network.nat === "none" ? publicCidr : privateCidr,
    ),
  );
  const needs = Object.values(cluster.nodeGroups).reduce((sum, { instanceType, max }) => {
    const { interfaces, addressesPerInterface } = instanceTypes[instanceType];
    return sum + max * interfaces * addressesPerInterface;
  }, 0);
  if (needs <= has) return [];
  return [
    {
      key: keyOf(["network", "cidr"]),
      value: `"${network.cidr}"`,
      fix: `the node groups at their max hold ${needs} addresses and the nodes' subnets have ${has}: give a larger network`,
    },
  ];
}

function checkServices(settings: StackSettings): Problem[] {
  const enabled = enabledServices(settings);
  return enabled.flatMap((name) =>
    services[name].calls
      .filter((callee) => !enabled.includes(callee))
      .map((callee) => ({
        key: keyOf(["shop", "services", callee, "enabled"]),
        value: "false",
        fix: `${name} calls ${callee}: give true, or switch ${name} off as well`,
      })),
  );
}

const checkRollouts = (settings: StackSettings): Problem[] =>
  stackServices(settings).flatMap(serviceProblems);

function checkTags(settings: StackSettings): Problem[] {
  // A build's tag is its commit's; the version is a name then.
  if (!settings.registry.immutableTags || settings.images === "build") return [];
  return enabledServices(settings)
    .flatMap((name) =>
      releasesIn(settings.shop.services[name]).map(([path, { version }]) => ({
        key: keyOf(["shop", "services", name, path, "version"]),
        version,
      })),
    )
    .filter(({ version }) => version === "latest")
    .map(({ key }) => ({
      key,
      value: '"latest"',
      fix: "a tag that moves cannot be pushed twice under registry.immutableTags: give a version",
    }));
}
