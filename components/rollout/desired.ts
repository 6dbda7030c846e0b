import {
  leastPods,
  type Picture,
  type Scale,
  type Slot,
  type SlotName,
  type Traffic,
  type Update,
} from "./picture";
import { canaryPodsBeside, restingScale, scaleFor } from "./pods";
import { abRoute, byMesh, canaryRoute, shadowRoute, toSlot } from "./traffic";
import {
  propagation,
  type AbTest,
  type BlueGreen,
  type Canary,
  type Rollout,
  type RolloutOptions,
  type Shadow,
  type Versioned,
} from "./types";
import { check } from "./validate";

type DeploymentFields = Pick<Partial<Slot>, "update"> & { minReadySeconds?: number | undefined };

/** Kubernetes' own default, but never below the pods asked for. */
const rolling = { type: "RollingUpdate", maxUnavailable: 0, maxSurge: "25%" } satisfies Update;

/**
 * What stands when the rollout stands where it says. Same rollout, same picture.
 *
 * @throws ArgumentError that names what makes no sense, such as steps that do not rise.
 */
export function desired<R extends Versioned>(
  rollout: Rollout<R>,
  options: RolloutOptions,
): Picture<R> {
  check(rollout, options);
  switch (rollout.strategy) {
    case "recreate":
      return alone("stable", rollout.release, options, { update: { type: "Recreate" } });
    case "ramped": {
      const { release, maxSurge = rolling.maxSurge, minReadySeconds } = rollout;
      const update = { ...rolling, maxSurge };
      return alone("stable", release, options, { update, minReadySeconds });
    }
    case "blueGreen":
      return blueGreen(rollout, options);
    case "canary":
      return canary(rollout, options);
    case "abTest":
      return abTest(rollout, options);
    case "shadow":
      return shadow(rollout, options);
  }
}

function slot<R extends Versioned>(
  name: SlotName,
  release: R,
  scale: Scale,
  options: RolloutOptions,
  fields: DeploymentFields = {},
): Slot<R> {
  const { update = rolling, minReadySeconds = propagation(options) } = fields;
  return { name, release, scale, update, minReadySeconds, preStopSeconds: propagation(options) };
}

/** One slot that serves everything. */
function alone<R extends Versioned>(
  name: SlotName,
  release: R,
  options: RolloutOptions,
  fields?: DeploymentFields,
): Picture<R> {
  return {
    slots: [slot(name, release, restingScale(options), options, fields)],
    traffic: toSlot(name, options.mesh, [name]),
    addresses: [],
  };
}

function blueGreen<R extends Versioned>(
  rollout: BlueGreen<R>,
  options: RolloutOptions,
): Picture<R> {
  const { active, blue, green } = rollout;
  if (!blue || !green) {
    return rollout.active === "blue"
      ? alone("blue", rollout.blue, options)
      : alone("green", rollout.green, options);
  }
  const full = scaleFor(100, options);
  return {
    slots: [slot("blue", blue, full, options), slot("green", green, full, options)],
    traffic: toSlot(active, options.mesh, ["blue", "green"]),
    // Each keeps its own address, so that the cut writes nothing but the route.
    addresses: ["blue", "green"],
  };
}

function canary<R extends Versioned>(rollout: Canary<R>, options: RolloutOptions): Picture<R> {
  const { at, stable, steps, sticky } = rollout;
  if (at === "aborted") return alone("stable", stable, options);
  if (at === "promoted") return alone("stable", rollout.canary, options);
  const { weight } = steps[at] ?? steps[0];
  if (!options.mesh) {
    const replicas = canaryPodsBeside(leastPods({ scale: scaleFor(100, options) }), weight);
    return withCanary(rollout, { replicas }, { by: "service", slot: "all" }, options);
  }
  // Who sticks to the canary adds up, so its share may outgrow the weight.
  const scale = scaleFor(sticky ? 100 : weight, options);
  const traffic = byMesh(["stable", "canary"], canaryRoute(rollout, weight));
  return withCanary(rollout, scale, traffic, options);
}

/** A stable slot of full size and the canary beside it. */
function withCanary<R extends Versioned>(
  rollout: Canary<R>,
  scale: Scale,
  traffic: Traffic,
  options: RolloutOptions,
): Picture<R> {
  return {
    slots: [
      slot("stable", rollout.stable, scaleFor(100, options), options),
      slot("canary", rollout.canary, scale, options),
    ],
    traffic,
    addresses: ["canary"],
  };
}

/**
 * The canary serves everything, the stable slot stands by at full size: the last state from which one
 * write leads back.
 */
export function fullCanary<R extends Versioned>(
  rollout: Canary<R>,
  options: RolloutOptions,
): Picture<R> {
  const traffic = toSlot("canary", options.mesh, ["stable", "canary"]);
  return withCanary(rollout, scaleFor(100, options), traffic, options);
}

function abTest<R extends Versioned>(rollout: AbTest<R>, options: RolloutOptions): Picture<R> {
  const full = scaleFor(100, options);
  return {
    slots: [slot("a", rollout.a, full, options), slot("b", rollout.b, full, options)],
    traffic: byMesh(["a", "b"], abRoute(rollout)),
    addresses: ["b"],
  };
}

function shadow<R extends Versioned>(rollout: Shadow<R>, options: RolloutOptions): Picture<R> {
  return {
    slots: [
      slot("live", rollout.live, scaleFor(100, options), options),
      slot("shadow", rollout.shadow, scaleFor(rollout.percent, options), options),
    ],
    traffic: byMesh(["live", "shadow"], shadowRoute(rollout)),
    addresses: ["shadow"],
  };
}
