import type { V1Pod, V1Service } from "@kubernetes/client-node";

import { selects } from "../../../components/classroom/evaluate";
import { kubectl, nameOf, note, saw, wrong, type Finding, type World } from "../world";
import { hasEnded, isOwnedBy, kubectlNameOf, makersOf, objectOf, type Maker } from "./makers";
import { isReady } from "./pods";
import { newestOf, plainMessage, timeOf } from "./warnings";

/** What should make a Service's pods. */
export function makersBehind({ spec }: V1Service, world: World): Maker[] {
  const selector = spec?.selector ?? {};
  if (Object.keys(selector).length === 0) return [];
  return makersOf(world).filter(({ labels }) => selects({ matchLabels: selector }, labels));
}

/** What the workloads behind a Service say of themselves: to have no pods, or kept from making them. */
export function workloadFindings(
  service: V1Service,
  pods: readonly V1Pod[],
  world: World,
): Finding[] {
  const reached = pods.some(isReady);
  return makersBehind(service, world).flatMap((maker) => [
    ...idleFindings(maker, reached, world),
    ...(maker.kind === "Deployment" ? withoutSet(maker, world) : refused(maker, world)),
  ]);
}

/** Beside others that serve, one may well have none. */
const idleFindings = (maker: Maker, reached: boolean, world: World): Finding[] =>
  maker.idle
    ? [(reached ? note : wrong)(objectOf(maker), maker.idle.why, kubectl(world, maker.idle.mend))]
    : [];

/** A Deployment makes no pods itself. */
function withoutSet(maker: Maker, world: World): Finding[] {
  if (maker.wants === 0 || !saw(world, "replicaSets")) return [];
  if (world.replicaSets.some((it) => isOwnedBy(it, maker))) return [];
  const object = objectOf(maker);
  const { name } = maker;
  if (world.deployments.find((it) => nameOf(it) === name)?.spec?.paused === true)
    return [
      wrong(
        object,
        "is paused, and has no ReplicaSet yet that would make its pods",
        kubectl(world, `rollout resume deployment ${name}`),
      ),
    ];
  const { message } = newestOf(world, [maker]) ?? {};
  return [
    wrong(
      object,
      `has no ReplicaSet, which would make its pods: ${message === undefined ? "see that kube-controller-manager runs" : plainMessage(message)}`,
      kubectl(world, `describe deployment ${name}`),
    ),
  ];
}

function refused(maker: Maker, world: World): Finding[] {
  const own = world.pods.filter((pod) => isOwnedBy(pod, maker));
  const there = own.filter(
    (pod) => !hasEnded(pod) && pod.metadata?.deletionTimestamp === undefined,
  );
  if (!saw(world, "pods") || there.length >= maker.wants) return [];
  const failure = refusalOf(maker, own, world);
  if (failure === undefined) return [];
  const message = plainMessage(failure);
  const object = objectOf(maker);
  const quota = /exceeded quota: ([\w.-]+)/.exec(message)?.[1];
  if (quota !== undefined)
    return [
      wrong(
        object,
        `may make no more pods, for ResourceQuota/${quota} is used up (${message.replace(/^.*exceeded quota: [\w.-]+, /, "")})`,
        kubectl(world, `describe quota ${quota}`),
      ),
    ];
  return [
    wrong(
      object,
      `may not make its pods: ${message}`,
      message.includes("failed calling webhook")
        ? "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations"
        : kubectl(world, `describe ${kubectlNameOf(maker)}`),
    ),
  ];
}

/** Some controllers write a condition, the others an event alone, which outlives what it tells of. */
function refusalOf(maker: Maker, own: readonly V1Pod[], world: World): string | undefined {
  const condition = maker.conditions.find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  );
  if (condition) return condition.message ?? "its controller says no more";
  const event = newestOf(world, [maker], "FailedCreate");
  const made = own.map(({ metadata }) => Date.parse(String(metadata?.creationTimestamp)) || 0);
  return event && timeOf(event) >= Math.max(0, ...made) ? event.message : undefined;
}

/** Quotas that are full. What is there goes on; what comes next is refused. */
export const quotaFindings = (world: World): Finding[] =>
  world.quotas.flatMap((quota) => {
    const hard = quota.status?.hard ?? {};
    const used = quota.status?.used ?? {};
    const full = Object.keys(hard).filter(
      (key) => hard[key] !== "0" && hard[key] !== undefined && used[key] === hard[key],
    );
    if (full.length === 0) return [];
    const words = full.map((key) => `${key} ${used[key] ?? ""} of ${hard[key] ?? ""}`);
    return [
      note(
        `ResourceQuota/${nameOf(quota)}`,
        `is full: ${words.join(", ")}; what is made next is refused`,
        kubectl(world, `describe quota ${nameOf(quota)}`),
      ),
    ];
  });
