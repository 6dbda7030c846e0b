import { strategies, type Match, type Strategy } from "../../components/rollout";
import { everybody, kindsOf, newcomer, returning, type Kind } from "./kinds";
import type { Manner, Routing, Shares, Transition } from "./transition";

/** What of the proof may be chosen. */
export interface Choice {
  readonly service: string;
  /** A canary's steps. */
  readonly weights: readonly number[];
  readonly matches: readonly { readonly text: string; readonly match: Match }[];
  /** Of requests that the second shadow gets; the first gets all. */
  readonly percent: number;
  /** Each strategy's first way alone, where a second one would show the same again. */
  readonly brief?: boolean;
  /** The name of the number-th version; the first one serves at the beginning. */
  readonly version: (number: number) => string;
}

/** One way through the versions: each scenario takes it up where the one before left it. */
class Way {
  private number = 1;
  serving: string;

  constructor(readonly choice: Choice) {
    this.serving = choice.version(1);
  }

  next(): string {
    this.number += 1;
    return this.choice.version(this.number);
  }
}

type Scenario = (way: Way) => Transition[];

/** Strategies with each transition they have; each begins where the one before ends. */
export function scenarios(choice: Choice, only: readonly Strategy[] = strategies): Transition[] {
  const way = new Way(choice);
  return only.flatMap((strategy) => all[strategy](way));
}

const alone = (version: string, ...kinds: readonly Kind[]): Routing =>
  Object.fromEntries(
    (kinds.length > 0 ? kinds : [everybody]).map(({ name }) => [name, { [version]: 100 }]),
  );

const begin = (strategy: Strategy, version: string, ...flags: string[]) =>
  ["start", "--to", version, "--strategy", strategy, ...flags] as const;

type Extra = Partial<Pick<Transition, "preview" | "copies" | "prepare">>;

/** Transitions of one strategy, each told in a line. */
const of =
  (common: Pick<Transition, "strategy" | "kinds" | "sticky">) =>
  (
    name: string,
    command: Transition["command"],
    manner: Manner,
    from: Routing,
    to: Routing,
    extra: Extra = {},
  ): Transition => ({ ...common, name, command, manner, from, to, ...extra });

const recreate: Scenario = (way) => {
  const [old, next] = [way.serving, way.next()];
  const step = of({ strategy: "recreate", kinds: [everybody] });
  return [
    step("taken up", ["start", "--strategy", "recreate"], "still", alone(old), alone(old)),
    step("start", ["start", "--to", next], "gap", alone(old), alone(next)),
    step("abort", ["abort"], "gap", alone(next), alone(old)),
  ];
};

const ramped: Scenario = (way) => {
  const [old, tried, next] = [way.serving, way.next(), way.next()];
  const step = of({ strategy: "ramped", kinds: [everybody] });
  way.serving = next;
  const andBack = [
    step("start", ["start", "--to", tried], "pods", alone(old), alone(tried)),
    step("abort", ["abort"], "pods", alone(tried), alone(old)),
  ];
  return [
    step("taken up", ["start", "--strategy", "ramped"], "still", alone(old), alone(old)),
    ...(way.choice.brief ? [] : andBack),
    step("next version", ["start", "--to", next], "pods", alone(old), alone(next)),
  ];
};

const blueGreen: Scenario = (way) => {
  const [old, tried, next, idle] = [way.serving, way.next(), way.next(), way.next()];
  const step = of({ strategy: "blueGreen", kinds: [everybody] });
  const beside = (version: string) =>
    step("start", begin("blueGreen", version), "still", alone(old), alone(old), {
      preview: { slot: "green", version },
    });
  const cut = (version: string) =>
    step("promote: the cut", ["promote"], "cut", alone(old), alone(version), {
      preview: { slot: "blue", version: old },
    });
  const still = (name: string, command: Transition["command"], extra: Extra = {}) =>
    step(name, command, "still", alone(next), alone(next), extra);
  way.serving = next;
  const andBack = step("abort after the cut", ["abort"], "cut", alone(tried), alone(old));
  const once = [beside(next), cut(next), still("promote: the old one goes", ["promote"])];
  if (way.choice.brief) return once;
  return [
    ...[beside(tried), cut(tried), andBack],
    ...once,
    still("next version", ["start", "--to", idle], { preview: { slot: "blue", version: idle } }),
    still("abort before the cut", ["abort"]),
  ];
};

const split = (old: string, next: string, weight: number): Shares =>
  weight === 100 ? { [next]: 100 } : { [old]: 100 - weight, [next]: weight };

const canary: Scenario = (way) => {
  const { weights, brief } = way.choice;
  const [old, tried, next] = [way.serving, way.next(), way.next()];
  const step = of({ strategy: "canary", kinds: [everybody] });
  const at = (version: string, weight: number) => ({ everybody: split(old, version, weight) });
  const climb = (version: string, to: readonly number[]): Transition[] =>
    to.map((weight, index) => {
      const before = to[index - 1];
      return before === undefined
        ? step(
            `start: ${weight} %`,
            begin("canary", version, "--steps", weights.join(",")),
            "weights",
            alone(old),
            at(version, weight),
          )
        : step(
            `promote: ${weight} %`,
            ["promote"],
            "weights",
            at(version, before),
            at(version, weight),
          );
    });
  const halfWay = weights.slice(0, 2);
  const highest = halfWay.at(-1) ?? 0;
  way.serving = brief ? old : next;
  return [
    ...climb(tried, halfWay),
    step(`abort at ${highest} %`, ["abort"], "weights", at(tried, highest), alone(old)),
    ...(brief ? [] : climb(next, [...weights, 100])),
    ...sticky(way),
  ];
};

/** A canary that keeps whom it has had. It follows on one that is over, whose settings stay. */
function sticky(way: Way): Transition[] {
  const { service, weights } = way.choice;
  const [old, next] = [way.serving, way.next()];
  const cookie = `${service}-canary`;
  const step = of({
    ...{ strategy: "canary", kinds: [newcomer, returning] },
    sticky: { cookie, value: next },
  });
  const at = (weight: number): Routing => ({
    newcomer: split(old, next, weight),
    ...alone(next, returning),
  });
  const nobody = { ...alone(old, newcomer), ...alone(next, returning) };
  const [first = 0, second] = weights;
  const last = second ?? first;
  const ending = step(
    `sticky, abort at ${last} %`,
    ["abort"],
    "weights",
    at(last),
    alone(old, newcomer, returning),
  );
  const starting = step(
    `sticky, start: ${first} %`,
    begin("canary", next, "--steps", weights.join(",")),
    "weights",
    nobody,
    at(first),
    { prepare: ["rollout.sticky", `{cookie: ${cookie}, maxAgeSeconds: 3600}`] },
  );
  if (second === undefined) return [starting, ending];
  const promoting = ["promote"] as const;
  const climbing = step(
    `sticky, promote: ${second} %`,
    promoting,
    "weights",
    at(first),
    at(second),
  );
  return [starting, climbing, ending];
}

const abTest: Scenario = (way) => {
  const { matches } = way.choice;
  const [old, tried, next] = [way.serving, way.next(), way.next()];
  const { toB, toA } = kindsOf(matches.map(({ match }) => match));
  const kinds = [...toB, ...toA];
  const step = of({ strategy: "abTest", kinds });
  const apart = (b: string): Routing => ({ ...alone(old, ...toA), ...alone(b, ...toB) });
  const flags = matches.flatMap(({ text }) => ["--match", text]);
  const test = (b: string) =>
    step("start", begin("abTest", b, ...flags), "cut", alone(old, ...kinds), apart(b));
  const andBack = [
    test(tried),
    step("abort", ["abort"], "cut", apart(tried), alone(old, ...kinds)),
  ];
  if (way.choice.brief) return andBack;
  way.serving = next;
  return [
    ...andBack,
    test(next),
    step("promote: B for all", ["promote"], "cut", apart(next), alone(next, ...kinds)),
  ];
};

/** Reads and writes: a copied write would be done twice. */
export const methods: readonly Kind[] = [
  { name: "GET", ask: {}, part: 8 },
  { name: "HEAD", ask: { method: "HEAD" }, part: 1 },
  { name: "POST", ask: { method: "POST", body: "{}" }, part: 1 },
];

const shadow: Scenario = (way) => {
  const [old, tried, next] = [way.serving, way.next(), way.next()];
  const step = of({ strategy: "shadow", kinds: methods });
  const same = alone(old, ...methods);
  const beside = (version: string, copies: number) => {
    const command = begin("shadow", version, "--percent", copies.toString());
    return step(`start: ${copies} % copied`, command, "still", same, same, { copies });
  };
  const andBack = [beside(tried, 100), step("abort", ["abort"], "still", same, same)];
  if (way.choice.brief) return andBack;
  way.serving = next;
  return [
    ...andBack,
    beside(next, way.choice.percent),
    step("promote: it serves", ["promote"], "cut", same, alone(next, ...methods)),
  ];
};

const all: Readonly<Record<Strategy, Scenario>> = {
  ...{ recreate, ramped, blueGreen, canary, abTest, shadow },
};
