import assert from "node:assert/strict";

import { taints } from "../../../../apps/labs/taints";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, student, place }) => {
  const [first] = await actor.pods("app=tolerant", 1);
  const node = first?.spec.nodeName ?? "";
  const at = "kubernetes.io/hostname";
  const there = async (name: string) => {
    const [given] = taints.baseline(place).filter(({ metadata }) => metadata.name === name);
    assert.ok(given);
    await actor.kubectl("delete", "pod", name);
    const labels = (await actor.get("node", node)).metadata.labels ?? {};
    const spec = { ...(given.spec as object), nodeSelector: { [at]: labels[at] } };
    await actor.apply({ ...given, spec });
  };
  assert.match(
    await student.refused("taint", "nodes", node, "classroom-lab=yes:NoSchedule"),
    /cannot (get|patch) resource "nodes"/,
  );
  try {
    await actor.kubectl("taint", "nodes", node, "classroom-lab=yes:NoSchedule");
    await there("tolerant");
    await actor.pods("app=tolerant", 1);
    await there("intolerant");
    await actor.pending("intolerant", /untolerated taint/);
    await actor.kubectl("taint", "nodes", node, "classroom-lab-");
    await actor.pods("app=intolerant", 1);
    // It tolerates NoSchedule alone.
    await actor.kubectl("taint", "nodes", node, "classroom-lab=yes:NoExecute");
    await actor.until("those that run there are turned out", async () => {
      const left = await Promise.all(
        ["tolerant", "intolerant"].map((name) => actor.find("pod", name)),
      );
      return left.every((pod) => pod === undefined);
    });
  } finally {
    for (const effect of ["NoSchedule", "NoExecute"])
      await actor.kubectl("taint", "nodes", node, `classroom-lab:${effect}-`).catch(() => "");
  }
};
