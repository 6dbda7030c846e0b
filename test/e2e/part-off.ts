import assert from "node:assert/strict";

import { switches, type Switch } from "../stacks/switches";
import { configFlags, TestSandbox } from "./sandbox";

export interface Variant extends Switch {
  readonly stack: string;
}

/** Every shipped stack without every one of its parts. */
export const variants: readonly Variant[] = Object.entries(switches).flatMap(([stack, all]) =>
  all.map((it) => ({ stack, ...it })),
);

/** Brings the variant up from nothing, looks that nothing is left to change, and takes it down. */
export async function upAndDown({ stack, changes }: Variant): Promise<void> {
  const sandbox = new TestSandbox(stack);
  try {
    const { live } = await sandbox.upFacts(...configFlags(changes));
    assert.equal(live.deployments.available, live.deployments.all);
    assert.deepEqual(Object.keys((await sandbox.upFacts()).changes), ["same"]);
    await down(sandbox);
  } finally {
    await sandbox.dispose();
  }
}

const clusterOwn = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** Destroys the stack, and looks that its cluster is as empty as a new one. */
export async function down(sandbox: TestSandbox): Promise<void> {
  const { stack } = sandbox;
  // Prod is protected: that is taken back first, as on AWS.
  if (stack === "prod")
    await sandbox.up("--config", "twelve-street:cluster.deletionProtection=false");
  await sandbox.ok("destroy", "--stack", stack);
  const spaces = (await sandbox.list("ns")).map(({ metadata }) => metadata.name);
  assert.deepEqual(spaces.sort(), clusterOwn);
  const kinds =
    "nodes,pv,sc,ingressclass,crd,mutatingwebhookconfigurations,validatingwebhookconfigurations";
  const left = (await sandbox.list(kinds)).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  assert.deepEqual(left, []);
}
