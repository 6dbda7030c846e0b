import assert from "node:assert/strict";

import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, student }) => {
  assert.match(
    await student.refused("create", "namespace", "mine"),
    /cannot create resource "namespaces"/,
  );
  await actor.pods("app=web", 1);
  const there = ["-n", "lab-namespace"];
  await actor.kubectl("create", "deployment", "web", "--image=nginx", ...there);
  await actor.kubectl("rollout", "status", "deployment", "web", "--timeout=60s", ...there);
  assert.match(
    await student.refused("get", "deployment", "web", ...there),
    /in the namespace "lab-namespace"/,
  );
  await actor.type("kubectl delete namespace lab-namespace");
  assert.match(await actor.refused("get", "deployment", "web", ...there), /not found/);
  await actor.pods("app=web", 1);
};
