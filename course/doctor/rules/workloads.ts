import type { V1ReplicaSet, V1Service } from "@kubernetes/client-node";

import { selects } from "../../../components/classroom/evaluate";
import { kubectl, nameOf, note, wrong, type Finding, type World } from "../world";

/** What the workloads behind a Service say of themselves: scaled to nothing, or kept from making pods. */
export function workloadFindings(service: V1Service, world: World): Finding[] {
  const selector = service.spec?.selector ?? {};
  if (Object.keys(selector).length === 0) return [];
  const behind = (labels: Readonly<Record<string, string>> | undefined) =>
    selects({ matchLabels: selector }, labels ?? {});
  const scaled = [
    ...world.deployments.map((it) => ({ kind: "Deployment", it })),
    ...world.statefulSets.map((it) => ({ kind: "StatefulSet", it })),
  ]
    .filter(({ it }) => behind(it.spec?.template.metadata?.labels))
    .flatMap(({ kind, it }) =>
      it.spec?.replicas === 0
        ? [
            wrong(
              `${kind}/${nameOf(it)}`,
              "is scaled to no pods",
              kubectl(world, `scale ${kind.toLowerCase()} ${nameOf(it)} --replicas 1`),
            ),
          ]
        : [],
    );
  const failing = world.replicaSets
    .filter((it) => (it.spec?.replicas ?? 1) > 0 && behind(it.spec?.template?.metadata?.labels))
    .flatMap((it) => failureOf(it, world));
  return [...scaled, ...failing];
}

function failureOf(set: V1ReplicaSet, world: World): Finding[] {
  const failure = (set.status?.conditions ?? []).find(
    ({ type, status }) => type === "ReplicaFailure" && status === "True",
  );
  if (!failure) return [];
  const { message = "it may not make pods" } = failure;
  const object = `ReplicaSet/${nameOf(set)}`;
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
      kubectl(world, `describe rs ${nameOf(set)}`),
    ),
  ];
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
