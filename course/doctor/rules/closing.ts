import type { V1Pod, V1Service } from "@kubernetes/client-node";

import { kubectl, nameOf, namesOf, saw, wrong, type Finding, type World } from "../world";
import { objectOf } from "./makers";
import { isReady } from "./pods";
import { newestOf, plainMessage } from "./warnings";
import { makersBehind } from "./workloads";

/** No rule has found why, and yet nobody answers: then the last thing that went wrong is the best that there is to say. */
export function closingFindings(
  service: V1Service,
  pods: readonly V1Pod[],
  found: readonly Finding[],
  world: World,
): Finding[] {
  const { spec } = service;
  if (spec?.type === "ExternalName" || Object.keys(spec?.selector ?? {}).length === 0) return [];
  if (found.some(({ level }) => level === "wrong")) return [];
  if (pods.some((pod) => spec?.publishNotReadyAddresses === true || isReady(pod))) return [];
  const makers = makersBehind(service, world);
  const concerned = [...makers, ...pods.map((it) => ({ kind: "Pod", name: nameOf(it) }))];
  const warning = newestOf(world, concerned);
  const unowned = makers.filter(({ owner }) => owner === undefined);
  const events = kubectl(world, "get events --sort-by .lastTimestamp");
  const say = (why: string) => [
    wrong(`Service/${nameOf(service)}`, `has no pod that is ready: ${why}`, events),
  ];
  if (warning) {
    const { involvedObject: of, reason = "Warning", message = "" } = warning;
    return say(`${of.kind ?? ""}/${of.name ?? ""} has ${reason}: ${plainMessage(message)}`);
  }
  const should = unowned.map(objectOf).join(" and ");
  if (pods.length > 0)
    return say(
      `${namesOf(pods)} ${pods.length === 1 ? "is" : "are"} being deleted, and nothing has come in place${should === "" ? "" : ` from ${should}`} yet`,
    );
  if (!saw(world, "warnings")) return say(`${should} should make one, and has not`);
  return say(
    `${should || "nothing"} should make one, and no event says why it has not: see that kube-controller-manager runs`,
  );
}
