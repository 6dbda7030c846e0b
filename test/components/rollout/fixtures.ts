import type { Slot, SlotName } from "../../../components/rollout/picture";
import type {
  AbTest,
  BlueGreen,
  Canary,
  Ramped,
  Recreate,
  RolloutOptions,
  Shadow,
} from "../../../components/rollout/types";

export const v1 = { version: "v1" };
export const v2 = { version: "v2" };
export const v3 = { version: "v3" };

export const meshed: RolloutOptions = { replicas: 4, mesh: true };
export const plain: RolloutOptions = { replicas: 4, mesh: false };

export const recreate: Recreate = { strategy: "recreate", release: v1 };
export const ramped: Ramped = { strategy: "ramped", release: v1 };
export const blue: BlueGreen = { strategy: "blueGreen", active: "blue", blue: v1 };
export const blueAndGreen: BlueGreen = { ...blue, green: v2 };
export const greenAndBlue: BlueGreen = {
  strategy: "blueGreen",
  active: "green",
  blue: v1,
  green: v2,
};
export const canary: Canary = {
  strategy: "canary",
  stable: v1,
  canary: v2,
  steps: [{ weight: 10 }, { weight: 50 }],
  at: 0,
};
export const sticky = { cookie: "web-canary", maxAgeSeconds: 600 };
export const abTest: AbTest = {
  strategy: "abTest",
  a: v1,
  b: v2,
  toB: [{ by: "header", name: "X-Group", exact: "b" }],
};
export const shadow: Shadow = { strategy: "shadow", live: v1, shadow: v2, percent: 30 };

/** A slot in short: its pods, as a number or as the bounds of an autoscaler, and its version. */
export const short = ({ name, release, scale }: Slot): string =>
  `${name} ${release.version} ${
    "replicas" in scale ? scale.replicas : `${scale.autoscale.min}-${scale.autoscale.max}`
  }`;

export const route = (to: Partial<Record<SlotName, number>>) => ({
  rules: [],
  otherwise: { to: Object.entries(to).map(([slot, weight]) => ({ slot, weight })) },
});
