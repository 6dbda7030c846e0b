import { tutorialNames } from "../../apps/istio-tutorial/services";
import { serviceNames } from "../../apps/twelve-street/services";
import type { RolloutOptions } from "../../components/rollout";
import { UserError } from "../../sandbox/errors";
import { parseConfig } from "../../stacks/config";
import { gateOf } from "../../stacks/gate-checks";
import type { Gate } from "../../stacks/gate-schema";
import { asRollout } from "../../stacks/rollout-schema";
import { optionsOf, targetOf } from "../../stacks/rollouts";
import { stackServices, type StackService } from "../../stacks/stack-services";
import type { Place } from "../places";
import type { Standing } from "./standing";
import { applied, changes, written, type Change } from "./written";

/** One service of a stack, by its config. */
export class Service {
  readonly namespace: string;

  constructor(
    readonly stack: string,
    readonly name: string,
    private readonly place: Pick<Place, "config" | "change">,
  ) {
    this.namespace = this.now().namespace;
  }

  get standing(): Standing {
    const { table: service } = this.now();
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

  /** Whether its pods have sidecars. */
  get inMesh(): boolean {
    return this.now().inMesh;
  }

  /** What its new versions are judged by; undefined for readiness alone. */
  get gate(): Gate | undefined {
    return gateOf(this.now(), parseConfig(this.stack, this.place.config()));
  }

  /**
   * What a rollout knows of it; `running` are the pods that serve now, where an autoscaler owns the number.
   * A rollout under way keeps to those that it began with.
   */
  options(running?: number): RolloutOptions {
    const options = optionsOf(this.now());
    const { replicas } = options;
    if (typeof replicas === "number" || running === undefined) return options;
    const { min, max, floor: begun } = replicas;
    if (begun !== undefined && this.standing.underway) return options;
    const floor = Math.min(max, Math.max(begun ?? min, running));
    return { ...options, replicas: { ...replicas, floor } };
  }

  /** @throws ConfigError where the program would refuse the result: nothing is written then. */
  save(standing: Standing): void {
    this.place.change(this.changes(standing));
  }

  /** @throws ConfigError where `save` would. */
  check(standing: Standing): void {
    parseConfig(this.stack, applied(this.place.config(), this.changes(standing)));
  }

  private changes(standing: Standing): Change[] {
    const path = [`twelve-street:${this.now().app}`, "services", this.name];
    const before = path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown>)[key] ?? {},
      this.place.config(),
    ) as Record<string, unknown>;
    return changes(before, written(before, standing), path);
  }

  /** What the stack's config says of it now. @throws UserError where it does not run. */
  private now(): StackService {
    const { stack, name, place } = this;
    const found = stackServices(parseConfig(stack, place.config())).find((it) => it.name === name);
    if (found) return found;
    const known: readonly string[] = [...serviceNames, ...tutorialNames];
    throw new UserError(
      known.includes(name)
        ? `${name} is switched off in stack "${stack}".`
        : `There is no service "${name}": give one of ${known.join(", ")}.`,
    );
  }
}
