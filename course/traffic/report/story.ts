import type { Result } from "../result";
import { decides, routeText } from "../route";
import type { RouteStep } from "../steps";
import { byVersion } from "../tally";
import { number, percent, weightText } from "../words";

/** The version that the rollout is about: of those that were set, the one that the run did not begin with. */
export function newcomerOf(steps: readonly RouteStep[]): string | undefined {
  const weights = (step: RouteStep | undefined) =>
    Object.entries(step?.set.weights ?? {}).sort(([, one], [, two]) => two - one);
  const [first] = weights(steps.find(({ set }) => decides(set)))[0] ?? [];
  const named = new Set(steps.flatMap((step) => weights(step).map(([version]) => version)));
  return [...named].filter((version) => version !== first).sort(byVersion)[0];
}

/** What a change of the route is called on the picture: `v2 25 %`. */
export function markText({ set }: RouteStep, newcomer: string | undefined): string {
  if (set.mirror) return `${weightText(set.mirror.percent)} copied`;
  if (newcomer === undefined || !decides(set)) return routeText(set);
  return `${newcomer} ${weightText(set.weights[newcomer] ?? 0)}${set.rules > 0 ? " and by rule" : ""}`;
}

/** One sentence for who reads no more than one. */
export function headline({ service, steps, versions, requests, failed }: Result): string {
  const ending = `${number(failed)} of ${number(requests)} requests failed`;
  return `${shareWords(service, steps, versions)}; ${ending}.`;
}

function shareWords(
  service: string,
  steps: readonly RouteStep[],
  versions: Result["versions"],
): string {
  const newcomer = newcomerOf(steps);
  const named = versions.filter(({ version }) => version !== "");
  const changes = steps
    .filter(({ set }) => decides(set))
    .map(({ set }) => set.weights[newcomer ?? ""] ?? 0)
    .filter((weight, at, all) => at === 0 || weight !== all[at - 1]);
  if (newcomer !== undefined && changes.length > 1) {
    const [first = 0, ...later] = changes;
    const walked = (first > 0 ? [first, ...later] : later).map(weightText);
    return `${service}: ${newcomer} was given ${walked.join(", then ")}`;
  }
  if (named.length === 0) return `${service}: no answer named its version`;
  if (named.length === 1) return `${service}: ${named[0]?.version ?? ""} answered all`;
  return `${service}: ${named.map(({ version, share = 0 }) => `${version} answered ${percent(share)}`).join(", ")}`;
}
