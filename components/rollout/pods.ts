import { leastPods, replaces, type Picture, type Scale, type Slot } from "./picture";
import type { RolloutOptions } from "./types";

/** Pods that answer this share of what `pods` pods answer; one at least, unless none are asked for at all. */
const partOf = (pods: number, percent: number): number =>
  pods === 0 ? 0 : Math.max(1, Math.ceil((pods * percent) / 100));

/** Pods of a slot that serves alone. */
export function restingScale({ replicas }: RolloutOptions): Scale {
  if (typeof replicas === "number") return { replicas };
  return { autoscale: { min: replicas.min, max: replicas.max } };
}

/** Pods of a slot that takes `percent` of the requests while another slot stands beside it. */
export function scaleFor(percent: number, { replicas }: RolloutOptions): Scale {
  if (typeof replicas === "number") return { replicas: partOf(replicas, percent) };
  const { min, max, floor = min } = replicas;
  return { autoscale: { min: partOf(Math.max(min, floor), percent), max } };
}

/** The larger of two scales, bound by bound. */
export function larger(one: Scale, other: Scale): Scale {
  if ("replicas" in one) {
    if ("replicas" in other) return { replicas: Math.max(one.replicas, other.replicas) };
    return larger({ autoscale: { min: one.replicas, max: one.replicas } }, other);
  }
  if ("replicas" in other) return larger(other, one);
  const bound = (name: "min" | "max") => Math.max(one.autoscale[name], other.autoscale[name]);
  return { autoscale: { min: bound("min"), max: bound("max") } };
}

/**
 * Canary pods that, beside `stable` pods of the stable slot, get `weight` of a hundred requests when
 * these are dealt pod by pod. The stable slot keeps its full size, so that an abort has nothing to wait for.
 */
export const canaryPodsBeside = (stable: number, weight: number): number =>
  stable === 0 ? 0 : Math.max(1, Math.round((stable * weight) / (100 - weight)));

/** The weight that comes of it; never further from the one asked for than 100 / `stable`. */
export function weightByPods(stable: number, weight: number): number {
  const canary = canaryPodsBeside(stable, weight);
  return stable === 0 ? 0 : (100 * canary) / (stable + canary);
}

/**
 * The most pods that a way takes at any time, for a look at quotas and nodes before it begins. Pods
 * that end, for `preStopSeconds` and their shutdown, come on top.
 */
export function mostPods(from: Picture, phases: readonly { readonly picture: Picture }[]): number {
  const pictures = [from, ...phases.map(({ picture }) => picture)];
  return Math.max(...pictures.map((picture, index) => podsOf(picture, pictures[index - 1])));
}

const podsOf = (picture: Picture, before: Picture | undefined): number =>
  picture.slots.reduce((sum, slot) => {
    const changes = before !== undefined && replaces(before, picture, slot.name);
    return sum + leastPods(slot) + (changes ? surgeOf(slot) : 0);
  }, 0);

/** Pods beyond those asked for while a slot's release changes in place. */
export function surgeOf(slot: Slot): number {
  if (slot.update.type === "Recreate") return 0;
  const { maxSurge } = slot.update;
  if (typeof maxSurge === "number") return maxSurge;
  return Math.ceil((leastPods(slot) * Number.parseInt(maxSurge, 10)) / 100);
}
