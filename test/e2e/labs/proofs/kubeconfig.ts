import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place: { namespace } }) => {
  const view = await actor.type("kubectl config view --minify -o json");
  const { contexts } = JSON.parse(view) as { contexts: { context: { namespace: string } }[] };
  assert.equal(contexts[0]?.context.namespace, namespace);
  assert.doesNotMatch(view, /client-key/);
  assert.match(
    await actor.type("kubectl auth whoami"),
    new RegExp(`system:serviceaccount:${namespace}:student`),
  );
  assert.match(await actor.type("kubectl auth can-i create deployments"), /^yes/);
  assert.match(await actor.type("kubectl auth can-i list nodes"), /^yes/);
  assert.match(
    await actor.refused("get", "pods", "-n", "kube-system"),
    /cannot list resource "pods" in API group "" in the namespace "kube-system"/,
  );
};
