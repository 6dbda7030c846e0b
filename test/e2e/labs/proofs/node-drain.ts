import assert from "node:assert/strict";

import type { Desk } from "../proof";

const selector = "app=window";

export async function proof({ actor, student }: Desk): Promise<void> {
  const before = await student.pods(selector, 3);
  const node = before[0]?.spec.nodeName ?? "";
  const moving = before.filter(({ spec }) => spec.nodeName === node);
  const cordon = JSON.stringify({ spec: { unschedulable: true } });
  assert.match(await student.refused("patch", "node", node, "--patch", cordon), /forbidden/);
  await actor.kubectl("cordon", node);
  try {
    const drain = ["drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--force"];
    // The other pods of the node are others'.
    await actor.kubectl(...drain, `--pod-selector=${selector}`, "--timeout=60s");
    const after = await student.pods(selector, 3);
    const uids = after.map(({ metadata }) => metadata.uid);
    assert.ok(!moving.some(({ metadata }) => uids.includes(metadata.uid)), "they are others now");
    assert.ok(!after.some(({ spec }) => spec.nodeName === node), "and elsewhere");

    // With all three asked for there is none to spare.
    const all = JSON.stringify({ spec: { minAvailable: 3 } });
    await student.kubectl("patch", "pdb", "window", "--patch", all);
    await student.until("the budget to have none to spare", async () => {
      const { status } = await student.get<{ status: { disruptionsAllowed: number } }>(
        "pdb",
        "window",
      );
      return status.disruptionsAllowed === 0;
    });
    const [pod] = after;
    assert.ok(pod?.spec.nodeName);
    const other = ["drain", pod.spec.nodeName, "--ignore-daemonsets", `--pod-selector=${selector}`];
    assert.match(
      await actor.refused(...other, "--timeout=3s"),
      /Cannot evict pod as it would violate the pod's disruption budget/,
    );
    await actor.kubectl("uncordon", pod.spec.nodeName);
    assert.ok(
      (await student.pods(selector, 3)).some(({ metadata }) => metadata.uid === pod.metadata.uid),
    );
  } finally {
    await actor.kubectl("uncordon", node);
  }
}
