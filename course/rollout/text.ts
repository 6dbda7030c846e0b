import {
  httpRoutes,
  served,
  type Phase,
  type Picture,
  type Rollout,
  type Slot,
} from "../../components/rollout";
import type { Live } from "./live";
import { routeText } from "./route-text";
import type { Standing } from "./standing";

const pods = ({ name, release, scale }: Slot): string => {
  const number = "replicas" in scale ? String(scale.replicas) : `${scale.autoscale.min} or more`;
  return `${name} ${release.version} × ${number}`;
};

/** Who is served in a picture. */
export function serves({ traffic }: Picture): string {
  if (traffic.by === "service")
    return traffic.slot === "all" ? "all slots, by their pods" : traffic.slot;
  return routeText(httpRoutes(traffic.route, ""));
}

export const phaseText = ({ kind, picture, holdSeconds }: Phase): string =>
  `${kind.padEnd(8)} ${picture.slots.map(pods).join(", ")}; serves ${serves(picture)}` +
  (holdSeconds > 0 ? `; then ${holdSeconds} s` : "");

export const liveText = ({ slots, traffic }: Live): string =>
  [
    ...slots.map(
      ({ name, version, asked, available, old }) =>
        `${name} ${version} ${available}/${asked}${old > 0 ? ` (${old} old)` : ""}`,
    ),
    `serves ${traffic}`,
  ].join(" · ");

/** Where a rollout stands, in a word or two. */
export function stateText(rollout: Rollout): string {
  switch (rollout.strategy) {
    case "recreate":
    case "ramped":
      return `${rollout.strategy}, version ${rollout.release.version}`;
    case "blueGreen": {
      const idle = rollout.active === "blue" ? rollout.green : rollout.blue;
      const beside = idle ? `, ${idle.version} stands by` : "";
      return `blue/green, ${rollout.active} serves ${served(rollout).version}${beside}`;
    }
    case "canary": {
      const { at, steps, stable, canary } = rollout;
      if (at === "promoted") return `canary, ${canary.version} promoted`;
      if (at === "aborted") return `canary, ${canary.version} aborted, ${stable.version} serves`;
      const weight = steps[at]?.weight ?? 0;
      return `canary, ${canary.version} at step ${at} of ${steps.length} (${weight} %)`;
    }
    case "abTest":
      return `A/B test, A ${rollout.a.version} and B ${rollout.b.version}`;
    case "shadow":
      return `shadow, ${rollout.live.version} serves, ${rollout.percent} % copied to ${rollout.shadow.version}`;
  }
}

export const standingText = ({ target, underway }: Standing): string =>
  underway
    ? `on its way ${underway.back ? "back " : ""}to: ${stateText(target)} (phase ${underway.phase})`
    : stateText(target);
