import { serviceNames, type ServiceName } from "../../apps/twelve-street/services";
import type { RolloutOptions } from "../../components/rollout";
import { UserError } from "../../sandbox/errors";
import { parseConfig } from "../../stacks/config";
import { asRollout } from "../../stacks/rollout-schema";
import { optionsOf, targetOf } from "../../stacks/rollouts";
import type { Place } from "../places";
import type { Standing } from "./standing";
import { changes, written } from "./written";

/** One service of a stack, by its config. */
export class Service {
  readonly namespace: string;

  constructor(
    readonly stack: string,
    readonly name: ServiceName,
    private readonly place: Pick<Place, "config" | "change">,
  ) {
    const { shop } = this.parsed();
    if (!shop.enabled || !shop.services[name].enabled)
      throw new UserError(`${name} is switched off in stack "${stack}".`);
    this.namespace = shop.namespace;
  }

  get standing(): Standing {
    const service = this.parsed().shop.services[this.name];
    const { origin, from, phase, givenUp, back, floor } = service.progress ?? {};
    return {
      target: targetOf(service),
      ...(origin && { origin: asRollout(origin) }),
      ...(floor !== undefined && { floor }),
      ...(from &&
        phase !== undefined && {
          underway: {
            from: asRollout(from),
            phase,
            ...(givenUp && { givenUp: { ...givenUp, to: asRollout(givenUp.to) } }),
            ...(back && { back }),
          },
        }),
    };
  }

  /** What a rollout knows of it; `running` are the pods that serve now, where an autoscaler owns the number. */
  options(running?: number): RolloutOptions {
    const options = optionsOf(this.name, this.parsed());
    const { replicas } = options;
    if (typeof replicas === "number" || running === undefined) return options;
    const floor = Math.min(replicas.max, replicas.floor ?? Math.max(replicas.min, running));
    return { ...options, replicas: { ...replicas, floor } };
  }

  /** @throws ConfigError where the program would refuse the result: nothing is written then. */
  save(standing: Standing): void {
    const path = ["twelve-street:shop", "services", this.name];
    const before = path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown>)[key],
      this.place.config(),
    ) as Record<string, unknown>;
    this.place.change(changes(before, written(before, standing), path));
  }

  private parsed() {
    return parseConfig(this.stack, this.place.config());
  }
}

/** @throws UserError for a name that is none of the shop's. */
export function serviceName(name: string): ServiceName {
  const found = serviceNames.find((known) => known === name);
  if (found) return found;
  throw new UserError(`There is no service "${name}": give one of ${serviceNames.join(", ")}.`);
}
