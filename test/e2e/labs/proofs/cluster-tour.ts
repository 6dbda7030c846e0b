import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor }) => {
  const nodes = await actor.type("kubectl get nodes -L topology.kubernetes.io/zone,disktype");
  assert.match(nodes, /Ready.*ap-northeast-2[a-d].*ssd/);
  assert.match(await actor.type("kubectl explain deployment.spec.strategy"), /RollingUpdate/);
  const [pod] = await actor.pods("app=hello", 1);
  const owner = pod?.metadata.ownerReferences?.[0];
  assert.equal(owner?.kind, "ReplicaSet");
  const set = await actor.get("replicaset", owner.name);
  assert.deepEqual(
    set.metadata.ownerReferences?.map(({ kind, name }) => [kind, name]),
    [["Deployment", "hello"]],
  );
  assert.match(nodes, new RegExp(pod?.spec.nodeName ?? "no node"));
  assert.match(await actor.type("kubectl describe deployment hello"), /ScalingReplicaSet/);
  await actor.type("kubectl delete pod -l app=hello");
  const [other] = await actor.pods("app=hello", 1);
  assert.notEqual(other?.metadata.uid, pod?.metadata.uid);
};
