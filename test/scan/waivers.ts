import type { Finding, ScannerId } from "./finding";

/** Findings that stay, and why. */
export interface Waiver {
  readonly reason: string;
  readonly checks: Readonly<Partial<Record<ScannerId, readonly string[]>>>;
  /** Which objects, as `Kind/namespace/name`. @default all */
  readonly objects?: RegExp;
  /** The stacks that are shipped need not have it. @default false */
  readonly seldom?: true;
}

/** What the project's contract itself asks for. */
export const forced: readonly Waiver[] = [
  {
    reason: "The gateway and the UI are reached from outside, each by a load balancer of its own.",
    checks: { "kube-linter": ["exposed-services"] },
    objects: /^Service\/twelve-street\/(gateway|ui)$/,
  },
  {
    reason: "The course teaches recreate: a service of a stack may be told to be brought out so.",
    checks: {
      "kube-linter": ["no-rolling-update-strategy"],
      "kube-score": ["deployment-strategy"],
    },
    objects: /^Deployment\/twelve-street\//,
    seldom: true,
  },
];

/** What else stays: three at most. */
export const chosen: readonly Waiver[] = [
  {
    reason:
      "How many pods there are, and how much of a node each reserves, is each stack's documented sum (docs/figures.md): dev has one pod a service, and a JVM may use more CPU while it starts than is kept free for it.",
    checks: {
      "kube-linter": ["minimum-three-replicas"],
      "kube-score": [
        "deployment-replicas",
        "container-resource-requests-equal-limits",
        "container-cpu-requests-equal-limits",
        "container-memory-requests-equal-limits",
      ],
    },
  },
  {
    reason:
      "Images are named by tag: those of the shop are whatever is pushed under the version that a rollout names, and their repositories can be told to refuse a tag twice (registry.immutableTags).",
    checks: { checkov: ["CKV_K8S_43"] },
  },
  {
    reason:
      "Of these two upstream images an open port is all that can be asked without a login (docs/services.md): ready and alive differ by patience alone.",
    checks: { "kube-score": ["pod-probes-identical"] },
    objects: /^Deployment\/twelve-street\/(gateway|oauth)$/,
  },
];

export const mostChosen = 3;

export const covers = ({ checks, objects }: Waiver, { scanner, check, object }: Finding): boolean =>
  (checks[scanner] ?? []).includes(check) && (objects?.test(object) ?? true);
