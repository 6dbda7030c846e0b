import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { identityOf } from "../../course/rollout/holder";
import { record, type Recording } from "../replay/record";
import { replay } from "../replay/replay";
import { changesNothing, killedAfter, left, whole, type Left } from "./killed";
import { foundIn, secretsOf, writtenBy, type Text } from "./secrets";
import { upSmall } from "./small-shop";
import type { Ran, TestSandbox } from "./sandbox";
import { Writes } from "./writes";

/** Picks after which writes; KILL_SEED=N picks others. All of them: npm run test:full. */
const seed = Number(process.env.KILL_SEED ?? 1);

/** So that each promote is like the one before but for its number. */
const weights = [10, 20, 30, 40];

/** A step's state with its own numbers taken out. */
function atAnyStep({ config, objects, state }: Left, step: number): Left {
  const weight = weights[step] ?? 0;
  const text = JSON.stringify({ config, objects, state })
    .replaceAll(`"weight":${weight}`, '"weight":"canary"')
    .replaceAll(`"weight":${100 - weight}`, '"weight":"stable"')
    .replaceAll(`"at":${step}`, '"at":"step"')
    .replaceAll(/"steps":\[[^\]]*\]/g, '"steps":"all"');
  return JSON.parse(text) as Left;
}

describe("the rollout command", () => {
  let sandbox: TestSandbox;
  let writes: Writes;
  let seen: Recording;
  let first: Left & { readonly writes: readonly string[] };
  const said: string[] = [];
  const rollout = async (...words: string[]): Promise<Ran> => {
    const { ran } = await writes.run(["rollout", ...words]);
    said.push(ran.stdout, ran.stderr);
    return ran;
  };

  before(async () => {
    sandbox = await upSmall(true);
    const kubeconfig = join(sandbox.home, sandbox.stack, "kubeconfig");
    const kinds = ["Pod", "Service", "Deployment", "DestinationRule", "VirtualService"] as const;
    seen = await record(kubeconfig, "twelve-street", kinds);
    writes = await Writes.before(sandbox);
    said.push(await sandbox.up("--diff"));
  });
  after(async () => {
    await sandbox.dispose();
    writes.close();
  });

  it("goes back to the old version where the new one's image is not there, and says so", async () => {
    const before = await left(sandbox);
    const ran = await rollout("start", "products", "--to", "does-not-exist", "--patience", "2");
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /stuck: .*products:does-not-exist.*not found/);
    assert.match(ran.stderr, /going back: the old version serves all/);
    assert.match(ran.stdout, /products: ramped, version v1\n {2}stable v1 1\/1/);
    assert.deepEqual(await left(sandbox), before);
  });

  it("lets one rollout of a service run at a time, and says who runs it", async () => {
    const lease = {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "rollout-products", namespace: "twelve-street" },
      // This process, which lives.
      spec: { holderIdentity: identityOf(process.pid) },
    };
    const file = join(sandbox.home, "lease.json");
    writeFileSync(file, JSON.stringify(lease));
    await sandbox.kubectl("create", "-f", file);
    const second = await rollout("start", "products", "--to", "v2");
    assert.equal(second.code, 1);
    assert.match(second.stderr, new RegExp(`products is under way \\(process ${process.pid} on `));
    await sandbox.kubectl("delete", "-f", file);
  });

  it("promotes by writes to config, state and objects, each seen, and gives its Lease back last", async () => {
    const start = ["start", "products", "--to", "v2", "--strategy", "canary"];
    await whole(writes, sandbox, [...start, "--steps", weights.join(",")]);
    first = await whole(writes, sandbox, ["promote", "products"]);
    const kinds = [/^file .*overrides/, /^state .*stacks/, /^PATCH .*virtualservices/];
    for (const kind of kinds)
      assert.ok(
        first.writes.some((it) => kind.test(it)),
        String(kind),
      );
    assert.match(first.writes.at(-1) ?? "", /^DELETE .*leases\/rollout-products$/);
  });

  for (const [step, share] of [
    [2, 7 * seed],
    [3, 7 * seed + 5],
  ] as const)
    it(`promotes to step ${step} though killed after a write that seed ${seed} picks`, async () => {
      const most = 1 + (share % (first.writes.length - 2));
      const found = await killedAfter(writes, sandbox, ["promote", "products"], most);
      assert.ok(found, `it ended before write ${most} of ${first.writes.length}`);
      assert.deepEqual(atAnyStep(found, step), atAnyStep(first, 1), `killed after write ${most}`);
    });

  it("leaves nothing for a plain up to change", () => changesNothing(sandbox));

  it("has had a ready pod behind every request, by all that a watcher saw", () => {
    seen.stop();
    const weights = new Set(
      seen.changes.map(
        ({ kind, object }) => kind === "VirtualService" && JSON.stringify(object.spec),
      ),
    );
    assert.ok(weights.size > 4, "the record has the route's changes");
    assert.deepEqual(replay(seen.changes, { service: "products", late: 15 }), []);
  });

  it("shows no secret to anybody, whatever it did", async () => {
    const secrets = await secretsOf(sandbox);
    const all = ({ stdout, stderr }: Ran) => said.push(stdout, stderr);
    const managed = ["--config", "twelve-street:secretsManager.secretId=twelve-street/dev"];
    all(await sandbox.run("preview", "--stack", sandbox.stack, "--diff", "--json", ...managed));
    // An error about a Secret: it is gone, and the API server lets in no other.
    const own = [...secrets.keys()].find((key) => key.startsWith("twelve-street/products")) ?? "";
    const name = own.replace(/^.*\/| .*$/g, "");
    const quota = ["create", "quota", "no-secrets", "--hard=secrets=0", "-n", "twelve-street"];
    await sandbox.kubectl(...quota);
    await sandbox.kubectl("delete", "secret", name, "-n", "twelve-street");
    const refused = await sandbox.run("up", "--stack", sandbox.stack, "--refresh", "--diff");
    assert.match(refused.stdout + refused.stderr, new RegExp(`${name}.*exceeded quota`, "s"));
    all(refused);
    const kinds = await sandbox.kubectl("api-resources", "--verbs=list", "-o", "name");
    const others = kinds.split("\n").filter((kind) => kind !== "" && kind !== "secrets");
    const objects = await sandbox.kubectl("get", others.join(","), "-A", "-o", "json");
    assert.match(objects, /"kind": "ConfigMap"/);
    const texts: Text[] = [
      ["what it said", said.join("\n")],
      ["other objects", objects],
    ];
    assert.deepEqual(foundIn(secrets, [...writtenBy(sandbox), ...texts]), []);
  });
});
