/** All that the logic needs to know of a release; a component may say more about its own. */
export interface Versioned {
  /**
   * Names the release, on the pods' `version` label too, so that two slots never have the same one.
   * @example "v2"
   */
  readonly version: string;
}

/** What runs in a slot: a version of the service, its image and its config. Never secret values. */
export interface Release extends Versioned {
  /**
   * Image with tag or digest.
   * @default the service's own repository, with the version as tag
   */
  readonly image?: string;
  /**
   * The commit that its image is built from, where images are built.
   * @default the service's own
   */
  readonly commit?: string;
  /**
   * Plain settings of this release; a change of them is a new release, though its version be the same.
   * @default none
   */
  readonly config?: Readonly<Record<string, string>>;
}

/** A list with at least one element. */
export type NonEmptyArray<T> = readonly [T, ...T[]];

/** Whole numbers from 0 to one less than `N`. */
type Below<N extends number, Seen extends number[] = []> = Seen["length"] extends N
  ? Seen[number]
  : Below<N, [...Seen, Seen["length"]]>;

/** A whole number from 1 to 100: nothing mirrored is no shadow. `percentage()` makes one of any number. */
export type Percent = Exclude<Below<101>, 0>;

/** A whole number from 1 to 99: nobody on the canary is no step, and everybody is what `promoted` means. */
export type Weight = Exclude<Percent, 100>;

/** One step of a canary: how many of a hundred requests it answers. */
export interface Step {
  /** From 1 to 99; other numbers do not compile, and steps that do not rise are refused. */
  readonly weight: Weight;
}

/** Which step, from 0. */
export type StepIndex = number;

/** How a text is compared: whole, by its start, or whole by an RE2 expression. Case counts. */
export type TextMatch =
  | {
      /** The whole text. @example "beta" */
      readonly exact: string;
      readonly prefix?: never;
      readonly regex?: never;
    }
  | {
      /** What it begins with. @example "Mozilla/5.0" */
      readonly prefix: string;
      readonly exact?: never;
      readonly regex?: never;
    }
  | {
      /** An RE2 expression for the whole text; what Istio's webhook refuses ends the run there. @example ".*Firefox.*" */
      readonly regex: string;
      readonly exact?: never;
      readonly prefix?: never;
    };

/** Which requests are meant. */
export type Match =
  | ({
      readonly by: "header";
      /** The header's name; case does not count. @example "x-group" */
      readonly name: string;
    } & TextMatch)
  | ({
      readonly by: "cookie";
      /** The cookie's name. @example "group" */
      readonly name: string;
    } & TextMatch)
  | ({ readonly by: "userAgent"; readonly name?: never } & TextMatch);

export type HttpMethod = "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Keeps who has seen the canary on it, by a cookie. Needs the mesh. */
export interface Sticky {
  /**
   * Name of the cookie.
   * @example "products-canary"
   */
  readonly cookie: string;
  /** How long it lasts, in seconds; from 1 up. */
  readonly maxAgeSeconds: number;
}

export interface Recreate<R extends Versioned = Release> {
  readonly strategy: "recreate";
  /** What runs: the old pods go before the new ones come. */
  readonly release: R;
}

export interface Ramped<R extends Versioned = Release> {
  readonly strategy: "ramped";
  /** What runs: new pods take over from old ones, few at a time. */
  readonly release: R;
  /**
   * Pods beyond those asked for while the version changes: a number from 1 or a share such as "25%".
   * Never fewer than asked for serve.
   * @default "25%", rounded up
   */
  readonly maxSurge?: number | `${number}%`;
  /**
   * How long a new pod is ready before an old one goes, in seconds. Less than what endpoints may
   * take to reach every client (15 s) is refused, for then requests are lost.
   * @default 15
   */
  readonly minReadySeconds?: number;
}

export type BlueGreen<R extends Versioned = Release> = { readonly strategy: "blueGreen" } & (
  | {
      readonly active: "blue";
      /** What serves. */
      readonly blue: R;
      /** What waits beside it, at full size. @default nothing */
      readonly green?: R;
    }
  | {
      readonly active: "green";
      /** What serves. */
      readonly green: R;
      /** What waits beside it, at full size. @default nothing */
      readonly blue?: R;
    }
);

export interface Canary<R extends Versioned = Release> {
  readonly strategy: "canary";
  /** What serves all but the canary's share. */
  readonly stable: R;
  /** What is tried. */
  readonly canary: R;
  /** Weights that rise from step to step. @example [{ weight: 10 }, { weight: 50 }] */
  readonly steps: NonEmptyArray<Step>;
  /** `promoted`: the canary's release has become the stable one. `aborted`: the stable one stayed. */
  readonly at: StepIndex | "promoted" | "aborted";
  /** Who has been on the canary stays there. @default none: each request is dealt by weight */
  readonly sticky?: Sticky;
}

export interface AbTest<R extends Versioned = Release> {
  readonly strategy: "abTest";
  /** What everybody else gets. */
  readonly a: R;
  /** What those of `toB` get. */
  readonly b: R;
  /**
   * Who gets B: requests that match any of these. All others get A.
   * @example [{ by: "header", name: "x-group", exact: "b" }]
   */
  readonly toB: NonEmptyArray<Match>;
}

export interface Shadow<R extends Versioned = Release> {
  readonly strategy: "shadow";
  /** What answers. */
  readonly live: R;
  /** What gets copies of the requests. */
  readonly shadow: R;
  /** How many of a hundred requests are copied to the shadow, whose answers nobody sees. */
  readonly percent: Percent;
  /**
   * Methods that are copied. A copied write happens twice.
   * @default ["GET", "HEAD"]
   */
  readonly methods?: NonEmptyArray<HttpMethod>;
}

/** How a service's versions come and go, and where it stands. */
export type Rollout<R extends Versioned = Release> =
  Recreate<R> | Ramped<R> | BlueGreen<R> | Canary<R> | AbTest<R> | Shadow<R>;

export type Strategy = Rollout["strategy"];

export const strategies = [
  "recreate",
  "ramped",
  "blueGreen",
  "canary",
  "abTest",
  "shadow",
] as const satisfies readonly Strategy[];

/** Pods by the load, between bounds; a HorizontalPodAutoscaler owns the number. */
export interface Autoscale {
  /** Fewest pods; from 1 up. */
  readonly min: number;
  /** Most pods; `min` or more. */
  readonly max: number;
  /**
   * Fewest pods of a full slot while a rollout is under way: what served when it began, so that the
   * slot that takes over is no smaller than the one it relieves.
   * @default min
   */
  readonly floor?: number;
}

/** What a rollout needs to know of the service and its stack. */
export interface RolloutOptions {
  /** Pods of a slot that serves everything: a fixed number, or bounds for an autoscaler. */
  readonly replicas: number | Autoscale;
  /** Whether the service is in the Istio mesh. Without it, only a Service's selector can move traffic. */
  readonly mesh: boolean;
  /**
   * Longest time, in seconds, that a change of endpoints or routes takes to reach every client.
   * @default 15
   */
  readonly propagationSeconds?: number;
}

export const defaultPropagationSeconds = 15;

export const propagation = (options: RolloutOptions): number =>
  options.propagationSeconds ?? defaultPropagationSeconds;
