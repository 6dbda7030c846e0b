import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { clone } from "../../sandbox/paths";
import { down, upAndDown, variants } from "./part-off";
import { TestSandbox, type KubeObject } from "./sandbox";

/** The commit picks one variant of each stack; PARTS_SEED picks others. All of them: npm run test:full. */
const seed =
  process.env.PARTS_SEED ??
  execFileSync("git", ["rev-parse", "HEAD"], { cwd: clone, encoding: "utf8" }).slice(0, 8);

const picked = variants.filter(({ stack }) => stack !== "fargate");
const variant = picked[parseInt(seed, 16) % picked.length];

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
    // The sandbox has one virtual node a zone for all of a profile's pods.
    assert.equal(new Set(nodes).size, 2);
    for (const name of nodes) assert.match(name, /^fargate-/);
  });

  it("changes nothing the second time", async () => {
    assert.deepEqual(Object.keys((await sandbox.upFacts()).changes), ["same"]);
  });

  it("comes down and leaves nothing", () => down(sandbox));
});

describe(`a stack without one of its parts, picked by seed ${seed}`, () => {
  it(`goes up, changes nothing and comes down: ${variant?.stack ?? ""} without ${variant?.part ?? ""}`, async () => {
    assert.ok(variant);
    await upAndDown(variant);
  });
});
