import assert from "node:assert/strict";

import { networkPolicies, tiers, type Tier } from "../../../../apps/labs/network-policies";
import { isLetThrough, type Party } from "../../../../components/classroom/evaluate";
import type { NetworkPolicy } from "../../../../components/classroom/network-policy";
import { makesOf, type Desk } from "../proof";

const ways = tiers.flatMap((from) => tiers.filter((to) => to !== from).map((to) => ({ from, to })));

export async function proof({ actor, instructor, place }: Desk): Promise<void> {
  const { namespace } = place;
  const pods = Object.fromEntries(
    await Promise.all(
      tiers.map(async (tier): Promise<[Tier, Party]> => {
        const [pod] = await actor.pods(`tier=${tier}`, 1);
        assert.ok(pod?.status?.podIP);
        return [tier, { namespace, labels: pod.metadata.labels ?? {}, ip: pod.status.podIP }];
      }),
    ),
  ) as Record<Tier, Party>;
  const { metadata } = await instructor.get("namespace", namespace);

  /** Which pods reach which on this port, by all policies that live in the namespace. */
  const open = async (port: number) => {
    const policies = await actor.list<Pick<NetworkPolicy, "spec">>("networkpolicies");
    const world = {
      policies: policies.map((it) => ({ ...it, metadata: { ...it.metadata, namespace } })),
      namespaces: { [namespace]: metadata.labels ?? {} },
    };
    return ways
      .filter(({ from, to }) => isLetThrough(world, { from: pods[from], to: pods[to], port }))
      .map(({ from, to }) => `${from} to ${to}`);
  };

  assert.deepEqual(await open(80), [], "the classroom's own leave such pods alone");
  await actor.apply(...makesOf(networkPolicies, place));
  assert.deepEqual(await open(80), ["web to api", "api to db"]);
  assert.deepEqual(await open(5432), []);
  await actor.type("kubectl delete networkpolicy db-from-api");
  assert.deepEqual(await open(80), ["web to api"]);

  const wide = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "wide" },
    spec: { podSelector: {}, ingress: [{}] },
  };
  assert.match(await actor.applyRefused(wide), /each rule must name its peers/);
}
