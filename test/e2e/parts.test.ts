import assert from "node:assert/strict";

import { down, upAndDown, variants } from "./part-off";
import { TestSandbox, type KubeObject } from "./sandbox";

/** Picks the sample; PARTS_SEED=N picks another. All of them: npm run test:full. */
const seed = Number(process.env.PARTS_SEED ?? 1);

/** Of dev, which is up in half the time: prod as it ships goes up and comes down in side-by-side.test.ts. */
const ofDev = variants.filter(({ stack }) => stack === "dev");

/** Neighbours in the table are alike: a stride takes seeds one after the other to others. */
const variant = ofDev[(seed * 7) % ofDev.length];

describe("the stack without nodes", () => {
  const sandbox = new TestSandbox("fargate");
  after(() => sandbox.dispose());

  it("goes up, every pod on Fargate", async () => {
    const { live } = await sandbox.upFacts();
    assert.deepEqual(live.deployments, { available: 6, all: 6 });
    const pods = await sandbox.list<KubeObject & { spec: { nodeName: string } }>(
      ...(["pod", "-A"] as const),
    );
    const nodes = pods.map(({ spec }) => spec.nodeName);
    assert.ok(nodes.length >= 6);
    for (const name of nodes) assert.match(name, /^fargate-/);
  });

  it("changes nothing the second time", async () => {
    assert.deepEqual(Object.keys((await sandbox.upFacts()).changes), ["same"]);
  });

  it("comes down and leaves nothing", () => down(sandbox));
});

describe(`a stack without one of its parts, picked by seed ${seed}`, () => {
  it(`goes up, changes nothing and comes down: dev without ${variant?.part ?? ""}`, async () => {
    assert.ok(variant);
    await upAndDown(variant);
  });
});
