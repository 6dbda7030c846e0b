import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";

import { Ground } from "../../bench/rollouts/ground";
import { killing, type Victim } from "../../bench/rollouts/kills";
import { look, observe } from "../../bench/rollouts/observe";
import { patient } from "../../bench/rollouts/patient";
import { noteOf } from "../../bench/rollouts/report";
import { scenarios, type Choice } from "../../bench/rollouts/scenarios";
import type { Transition } from "../../bench/rollouts/transition";
import { matches } from "../../course/rollout/match-text";

const texts = ["header:x-ring=inner", "cookie:tester^=yes", "userAgent~=.*Firefox.*"];

/** Another service, other weights and versions than those of the bench. */
const choice: Choice = {
  ...{ service: "orders", weights: [25, 60], percent: 45, brief: true },
  matches: texts.flatMap((text) => matches(text).map((match) => ({ text, match }))),
  version: (its) => `2026.${its}`,
};

/** What others saw of each strategy last is the first here: whatever it begins with, it ends as it says. */
const order = ["canary", "abTest", "shadow", "blueGreen", "ramped", "recreate"] as const;

const watch = { rps: 80, seed: 7, beforeSeconds: 2, afterSeconds: 8 };

/** What a hand changes while a transition's end stands, as a JSON patch, and what the judge must say. */
interface Change {
  readonly what: string;
  readonly kind: "virtualservice" | "destinationrule";
  readonly patch: readonly object[];
  readonly problem: RegExp;
}

const replace = (path: string, value: unknown) => ({ op: "replace", path, value });
const route = "/spec/http/0";

const changes: Readonly<Record<string, readonly Change[]>> = {
  "canary, start: 25 %": [
    {
      what: "a weight",
      kind: "virtualservice",
      patch: [replace(`${route}/route/0/weight`, 60), replace(`${route}/route/1/weight`, 40)],
      problem: /2026\.2 answered \d+ of \d+, at 25 % it is \d+ to \d+/,
    },
    {
      what: "a subset",
      kind: "destinationrule",
      patch: [replace("/spec/subsets/1/labels/slot", "stable")],
      problem: /2026\.2 answered 0 of \d+, at 25 %/,
    },
  ],
  "abTest, start": [
    {
      what: "a match",
      kind: "virtualservice",
      patch: [replace(`${route}/match/0/headers`, { "x-ring": { exact: "outer" } })],
      problem: /answered by a version that is not theirs/,
    },
  ],
  "shadow, start: 100 % copied": [
    {
      what: "a mirror's share",
      kind: "virtualservice",
      patch: [replace(`${route}/mirrorPercentage/value`, 80)],
      problem: /reads were copied, at 100 % it is/,
    },
    {
      what: "the methods that are copied",
      kind: "virtualservice",
      patch: [{ op: "add", path: `${route}/match/-`, value: { method: { exact: "POST" } } }],
      problem: /[1-9]\d* writes were copied/,
    },
    {
      what: "a mirror, which answers too",
      kind: "virtualservice",
      patch: [replace(`${route}/route/0/destination/subset`, "shadow")],
      problem: /answered by a version that is not theirs/,
    },
  ],
};

const lost = (app: string) =>
  new RegExp(`${app}, which may call it, has lost its readiness[^]*answers again`);

/** What dies in the middle of a transition, when, and what the command says of it. */
const deaths: Readonly<Record<string, readonly [Victim, RegExp, RegExp]>> = {
  "canary, promote: 60 %": ["istiod", / shift /, /istiod does not answer[^]*answers again/],
  "canary, abort at 60 %": ["caller", / shift /, lost("gateway")],
  "blueGreen, start": ["gateway", / expand /, lost("istio-ingressgateway")],
};

describe("rollouts proven by requests that are counted", () => {
  let ground: Ground;
  before(async () => {
    ground = await Ground.open(choice.service, { version: choice.version(1) });
  });
  after(() => ground.close());

  const patch = (kind: string, change: readonly object[]) =>
    ground.sandbox.kubectl(
      ...["patch", kind, choice.service, "-n", ground.way.namespace],
      ...["--type=json", "-p", JSON.stringify(change)],
    );

  const specOf = async (kind: string): Promise<object> => {
    const words = ["get", kind, choice.service, "-n", ground.way.namespace, "-o", "json"];
    return (JSON.parse(await ground.sandbox.kubectl(...words)) as { spec: object }).spec;
  };

  const walk = scenarios(choice, order);
  const nameOf = ({ strategy, name }: Transition) => `${strategy}, ${name}`;

  for (const transition of walk) {
    const name = nameOf(transition);
    const [victim, when, says] = deaths[name] ?? [];
    it(`${name}${victim === undefined ? "" : `, while ${victim} is killed`}`, async () => {
      const kill = victim && when && killing(ground, victim, when);
      const people = new AbortController();
      const patience = kill && patient(ground.way, people.signal);
      const row = await observe(ground, transition, watch, kill);
      people.abort();
      const waited = await patience;
      if (waited) {
        process.stdout.write(`      ${noteOf(row)}; who asks again: ${JSON.stringify(waited)}\n`);
        process.stdout.write(
          `      ${row.said.trimEnd().split("\n").slice(-6).join("\n      ")}\n`,
        );
      }
      assert.deepEqual(row.problems, [], `${noteOf(row)}\n${row.said}`);
      assert.equal(waited?.failed ?? 0, 0);
      if (says) assert.match(row.said, says);
    });

    for (const { what, kind, patch: change, problem } of changes[name] ?? [])
      it(`${name}: sees that a hand has changed ${what}`, async () => {
        const spec = await specOf(kind);
        await patch(kind, change);
        await news();
        const row = await look(ground, transition, watch);
        await patch(kind, [replace("/spec", spec)]);
        await news();
        assert.match(row.problems.join("\n"), problem);
      });
  }

  it("had every change by hand and every death among the transitions", () => {
    const names = walk.map(nameOf);
    for (const name of [...Object.keys(changes), ...Object.keys(deaths)])
      assert.ok(names.includes(name), name);
  });
});

/** Until a change by hand has reached every Envoy. */
const news = () => wait(2_000);
