import type * as pulumi from "@pulumi/pulumi";

/** One version of a service: its image and what the image is told. */
export interface Release {
  /** Names the version on the pods (label `version`); at most 63 letters, digits, dots, dashes, underscores. @example "v1" */
  readonly version: string;
  /** The image with its tag or digest. @example "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop/web:v1" */
  readonly image: pulumi.Input<string>;
  /** Plain settings, as environment variables out of a ConfigMap. @default none */
  readonly config?: Readonly<Record<string, string>>;
  /** Settings learnt from other resources, as environment variables of the container. @default none */
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secret settings, as environment variables out of a Secret. They stay secret in Pulumi's state. @default none */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** New pods come up beside the old ones, and an old one goes when a new one is ready: never fewer than asked. */
export interface Ramped {
  readonly strategy: "ramped";
  readonly release: Release;
  /** Pods above `replicas` during the change. @default 1 */
  readonly maxSurge?: number;
  /** Seconds a new pod must stay ready before it counts. @default 0 */
  readonly minReadySeconds?: number;
}

/** How a service changes from one version to the next. */
export type Rollout = Ramped;

/** Where one release runs: a Deployment of its own, which Services select by app and slot. */
export interface Slot {
  /** Label `slot` of its pods; `stable` where a strategy has only one. */
  readonly name: string;
  readonly release: Release;
  readonly maxSurge: number;
  readonly minReadySeconds: number;
}

/** The slots that a rollout has now. */
export function slotsOf({ release, maxSurge = 1, minReadySeconds = 0 }: Rollout): readonly Slot[] {
  return [{ name: "stable", release, maxSurge, minReadySeconds }];
}

/** The slot that serves those who ask for nothing in particular. */
export const servingSlot = ({ strategy }: Rollout): string => ({ ramped: "stable" })[strategy];
