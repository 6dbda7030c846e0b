import { KubeConfig } from "@kubernetes/client-node";

import { recordedTarget } from "../../sandbox/engine/target";
import { UserError } from "../../sandbox/errors";
import { readFacts } from "../../sandbox/mesh/facts";
import { meshLayoutOf } from "../../sandbox/mesh/layout";
import { consoleProgress } from "../../sandbox/progress";
import { parseConfig } from "../../stacks/config";
import { platformVersions } from "../../versions";
import { stackServices, type StackService } from "../../stacks/stack-services";
import { awsPlace } from "../places/aws";
import type { Place } from "../places/place";
import { sandboxPlace } from "../places/sandbox";
import { Service } from "../rollout/service";
import { entryOf, outputOf } from "./entry";
import type { TrafficFlags } from "./flags";
import { RouteReader } from "./route";

/** What requests go to, and what is known of it. */
export interface Target {
  readonly url: string;
  /** Where the address alone does not say whom it is for. */
  readonly host?: string;
  readonly place: string;
  /** Whose Envoy and istiod are measured, as far as it is known. */
  readonly envoy: string;
  readonly istiod: string;
  readonly simulated: string;
  readonly route?: RouteReader;
}

const ofPlayed =
  "Real Envoy, istiod and API server; pods are played by stand-ins, so latencies are those of no image.";
const notKnown = "not known";

export async function targetOf(name: string, flags: TrafficFlags): Promise<Target> {
  const { stack, aws, url } = flags;
  const recorded = aws ? undefined : recordedTarget(stack);
  if (url !== undefined && !aws && !recorded)
    return { ...unknown, url, place: "an address given by --url" };
  if (aws) return onAws(name, flags, await awsPlace(stack));
  if (!recorded) throw noMesh(stack);
  const place = sandboxPlace(stack, recorded, consoleProgress());
  const services = stackServices(parseConfig(stack, place.config()));
  const route = () => routeOf(name, services, place);
  if (url !== undefined) return { ...unknown, url, place: place.name, ...route() };
  const facts = readFacts(meshLayoutOf(stack));
  const entry = entryOf(new Service(stack, name, place).name, services);
  if (!facts) throw noMesh(stack);
  return {
    url: new URL(flags.path ?? entry.path, facts.gateway).href,
    host: `${entry.through}.sandbox`,
    place: place.name,
    envoy: facts.envoyVersion,
    istiod: facts.istiodVersion,
    simulated: ofPlayed,
    ...route(),
  };
}

const unknown = {
  envoy: notKnown,
  istiod: notKnown,
  simulated: "Nothing by this command: who answers is the address's own matter.",
};

const noMesh = (stack: string) =>
  new UserError(
    `Stack "${stack}" has no mesh running in this clone's sandbox, so nobody would answer: run ` +
      `"npm run sandbox -- up --mesh --stack ${stack}", or give --aws for the stack on AWS, or an address by --url.`,
  );

async function onAws(name: string, flags: TrafficFlags, place: Place): Promise<Target> {
  const { stack } = flags;
  const config = parseConfig(stack, place.config());
  const { mesh } = config;
  const services = stackServices(config);
  const versions = mesh?.revisions?.map(({ version }) => version) ?? [
    platformVersions.istio.version,
  ];
  const release = mesh ? `of Istio ${versions.join(" and ")}, as the config declares` : "none";
  const route = () => routeOf(name, services, place);
  const target = { place: place.name, envoy: release, istiod: release, simulated: "Nothing." };
  if (flags.url !== undefined) return { ...target, url: flags.url, ...route() };
  const entry = entryOf(new Service(stack, name, place).name, services);
  const outputs = await (await place.open()).outputs();
  const base: unknown = outputs[outputOf(entry)]?.value;
  if (typeof base !== "string")
    throw new UserError(
      `Stack "${stack}" has no output ${outputOf(entry)} yet: run pulumi up first, or give --url.`,
    );
  return { ...target, url: new URL(flags.path ?? entry.path, base).href, ...route() };
}

/** What says how the route is set, where the stack knows the service. */
function routeOf(
  name: string,
  services: readonly StackService[],
  place: Place,
): Pick<Target, "route"> {
  const found = services.find((it) => it.name === name);
  if (!found) return {};
  const config = new KubeConfig();
  config.loadFromString(place.kubeconfig);
  return { route: new RouteReader(config, found.namespace, name) };
}
