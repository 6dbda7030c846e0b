import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { ConfigError, parseConfig, secretKeys, type StackConfig } from "../../stacks/config";
import { kubernetesSupport } from "../../versions";
import { asEngine, changed, committed, smallest, type Raw } from "./committed";

const today = new Date("2026-11-21");
const parse = (raw: Raw): StackConfig => parseConfig("dev", raw, today);

function problemsOf(raw: Raw): ConfigError {
  try {
    parse(raw);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  assert.fail("the config was taken");
}

const all = (raw: Raw, changes: Readonly<Record<string, unknown>>): Raw =>
  Object.entries(changes).reduce((into, [key, value]) => changed(into, key, value), raw);

const shop = "twelve-street:shop.services";
const workers = "twelve-street:cluster.nodeGroups.standard-workers";

interface Broken {
  readonly what: string;
  readonly key: string;
  readonly value: unknown;
  /** What else must be so for the value to be wrong. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** The key that the sentence names, where it is another one. */
  readonly named?: string;
  readonly says: RegExp;
}

const broken: readonly Broken[] = [
  {
    what: "an unknown key",
    key: "twelve-street:network.cidrs",
    value: "10.0.0.0/16",
    says: /did you mean twelve-street:network\.cidr\b/,
  },
  {
    what: "an unknown part",
    key: "twelve-street:netwrok",
    value: {},
    says: /did you mean twelve-street:network\b/,
  },
  {
    what: "an unknown key like no other",
    key: "twelve-street:registry.colour",
    value: "red",
    says: /keys here are immutableTags, keepLast, forceDelete/,
  },
  {
    what: "an unknown service",
    key: `${shop}.prodcts`,
    value: {},
    says: /did you mean twelve-street:shop\.services\.products/,
  },
  {
    what: "another project's key",
    key: "twelve-streets:network",
    value: {},
    says: /did you mean twelve-street:network/,
  },
  {
    what: "a misspelt region key",
    key: "aws:regoin",
    value: "ap-northeast-2",
    says: /did you mean aws:region/,
  },
  {
    what: "text for a number",
    key: `${shop}.products.replicas`,
    value: "2",
    says: /"2": it is text, take the quotes off: give a whole number/,
  },
  {
    what: "words for a number",
    key: "twelve-street:network.zones",
    value: "two",
    says: /"two": give 2 or 3/,
  },
  {
    what: "a number for text",
    key: `${shop}.ui.release.version`,
    value: 1.1,
    says: /YAML reads it as a number, put it in quotes/,
  },
  {
    what: "a Kubernetes version without quotes",
    key: "twelve-street:cluster.version",
    value: 1.36,
    says: /is 1\.36: YAML reads it as a number, put it in quotes/,
  },
  {
    what: "text for true",
    key: "twelve-street:registry.forceDelete",
    value: "true",
    says: /take the quotes off: give true or false/,
  },
  {
    what: "true for text",
    key: `${shop}.ui.env.DEBUG`,
    value: true,
    says: /YAML reads it as true or false, put it in quotes/,
  },
  {
    what: "fewer than no replicas",
    key: `${shop}.products.replicas`,
    value: -1,
    says: /is -1: give a whole number from 0 to 50/,
  },
  {
    what: "half a replica",
    key: `${shop}.products.replicas`,
    value: 1.5,
    says: /is 1\.5: give a whole number/,
  },
  {
    what: "a CIDR of /30",
    key: "twelve-street:network.cidr",
    value: "10.0.0.0/30",
    says: /"10\.0\.0\.0\/30": a VPC here is \/16 to \/23/,
  },
  {
    what: "host bits",
    key: "twelve-street:network.cidr",
    value: "10.64.7.1/16",
    says: /bits beyond the prefix: give 10\.64\.0\.0\/16/,
  },
  {
    what: "no CIDR at all",
    key: "twelve-street:network.cidr",
    value: "10.64.0.0",
    says: /give a network in CIDR form/,
  },
  {
    what: "a public network",
    key: "twelve-street:network.cidr",
    value: "8.8.0.0/16",
    says: /not a private network/,
  },
  {
    what: "the Services' own network",
    key: "twelve-street:network.cidr",
    value: "172.20.0.0/16",
    says: /overlaps 172\.20\.0\.0\/16/,
  },
  {
    what: "a network too small for the nodes",
    key: "twelve-street:network.cidr",
    value: "10.64.0.0/23",
    beside: { [`${workers}.max`]: 20 },
    says: /hold 360 addresses and the nodes' subnets have 118: give a larger network/,
  },
  {
    what: "an unknown region",
    key: "aws:region",
    value: "ap-northeast-9",
    says: /did you mean ap-northeast-/,
  },
  { what: "no region", key: "aws:region", value: undefined, says: /is missing: give a region/ },
  { what: "no network", key: "twelve-street:network", value: undefined, says: /is missing: give/ },
  {
    what: "a table where a text was meant",
    key: "twelve-street:kind",
    value: { platform: true },
    says: /give platform/,
  },
  {
    what: "an unknown instance type",
    key: `${workers}.instanceType`,
    value: "t3.smal",
    says: /did you mean t3\.small/,
  },
  {
    what: "a Kubernetes version that EKS has not",
    key: "twelve-street:cluster.version",
    value: "1.19",
    says: /one of 1\.36, 1\.35, 1\.34/,
  },
  {
    what: "too many zones for the region",
    key: "twelve-street:network.zones",
    value: 3,
    beside: { "aws:region": "us-west-1" },
    says: /us-west-1 gives a cluster 2 zones/,
  },
  {
    what: "desired above max",
    key: `${workers}.desired`,
    value: 9,
    says: /is 9: give a whole number from 1 to 3/,
  },
  { what: "min above max", key: `${workers}.min`, value: 4, says: /is 4: give at most 3/ },
  {
    what: "no nodes",
    key: "twelve-street:cluster.nodeGroups",
    value: {},
    says: /is empty: pods need nodes/,
  },
  {
    what: "a name that EKS refuses",
    key: "twelve-street:cluster.nodeGroups.two words",
    value: { instanceType: "t3.small" },
    says: /not a name that fits here/,
  },
  {
    what: "more pods than the nodes hold",
    key: `${shop}.orders.replicas`,
    value: 12,
    named: workers,
    says: /pods find no room \(.*orders.*\): raise desired/,
  },
  {
    what: "a service without the one it calls",
    key: `${shop}.products.enabled`,
    value: false,
    says: /gateway calls products: give true, or switch gateway off/,
  },
  {
    what: "a tag that no label can be",
    key: `${shop}.ui.release.version`,
    value: "a b",
    says: /give an image tag/,
  },
  {
    what: "an environment variable's bad name",
    key: `${shop}.ui.env.A-B`,
    value: "x",
    says: /give a name of letters/,
  },
  {
    what: "a namespace that DNS refuses",
    key: "twelve-street:shop.namespace",
    value: "Twelve_Street",
    says: /lower-case letters/,
  },
];

describe("config", () => {
  for (const stack of ["dev", "prod", "fargate"])
    it(`takes the committed ${stack}`, () => {
      assert.equal(parseConfig(stack, committed(stack), today).stack, stack);
    });

  for (const { what, key, value, beside = {}, named = key, says } of broken)
    it(`refuses ${what}`, () => {
      const { problems, message } = problemsOf(all(smallest(), { ...beside, [key]: value }));
      const sentence = problems.map((it) => `${it.key} is ${it.value}: ${it.fix}`).join("\n");
      assert.ok(sentence.includes(named), sentence);
      assert.match(sentence, says);
      assert.ok(!message.includes("undefined") && !message.includes("[object"), message);
    });

  it("tells every problem at once", () => {
    const raw = all(smallest(), {
      "aws:region": "nowhere-1",
      [`${shop}.ui.replicas`]: -1,
      "twelve-street:network.zones": 9,
      "twelve-street:secrets": { products: "x" },
      "twelve-street:oops": 1,
    });
    assert.equal(problemsOf(raw).problems.length, 5);
  });

  it("takes 0 and false as values", () => {
    const raw = all(smallest(), {
      [`${shop}.ui.replicas`]: 0,
      "twelve-street:registry.immutableTags": false,
    });
    const config = parse(raw);
    assert.equal(config.shop.services.ui.replicas, 0);
    assert.equal(config.registry.immutableTags, false);
  });

  it("reads what the engine hands over as it reads the file", () => {
    const { secretsGiven: fromFile, ...file } = parse(smallest());
    const { secretsGiven: fromEngine, ...engine } = parse(asEngine(smallest()));
    assert.deepEqual(engine, file);
    assert.equal(fromFile.size, 0);
    assert.deepEqual([...fromEngine].sort(), [...secretKeys(parse(smallest()))].sort());
  });

  it("refuses a moving tag under immutable tags, and a version out of support", () => {
    const moving = changed(
      changed(smallest(), "twelve-street:registry.immutableTags", true),
      `${shop}.ui.release.version`,
      "latest",
    );
    assert.match(problemsOf(moving).message, /ui\.release\.version is "latest": a tag that moves/);
    const old = changed(smallest(), "twelve-street:cluster.version", "1.34");
    const late = new Date(Date.parse(kubernetesSupport["1.34"]) + 2 * 86_400_000);
    assert.doesNotThrow(() => parse(old));
    assert.throws(() => parseConfig("dev", old, late), /standard support ended on 2026-12-02/);
  });

  it("counts only nodes without taints", () => {
    const tainted = changed(smallest(), `${workers}.taints`, [
      { key: "dedicated", effect: "NoSchedule" },
    ]);
    assert.match(problemsOf(tainted).message, /0 untainted nodes/);
  });

  it("does not need the shop", () => {
    const bare = changed(smallest(), "twelve-street:shop.enabled", false);
    assert.deepEqual(secretKeys(parse(bare)), []);
  });

  it("knows no stack by its name", () => {
    const one = { ...parseConfig("dev", committed("prod"), today), stack: "" };
    const two = { ...parseConfig("prod", committed("prod"), today), stack: "" };
    assert.deepEqual(one, two);
  });

  it("loads nothing of Pulumi's", () => {
    // The sandbox checks config before it starts anything, in a blink.
    const loaded = Object.keys(require.cache).filter((file) => file.includes("/stacks/"));
    assert.ok(loaded.length > 0);
    const seen = new Set<string>();
    const visit = (id: string): void => {
      if (seen.has(id)) return;
      seen.add(id);
      for (const child of require.cache[id]?.children ?? []) visit(child.id);
    };
    visit(require.resolve("../../stacks/config"));
    assert.deepEqual(
      [...seen].filter((file) => file.includes("@pulumi")),
      [],
    );
  });

  it("has a file for every stack it is tested with", () => {
    const files = readdirSync(join(__dirname, "../../stacks"));
    assert.ok(["dev", "prod", "fargate"].every((stack) => files.includes(`Pulumi.${stack}.yaml`)));
  });
});
