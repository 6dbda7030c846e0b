import { desired } from "./desired";
import { plan } from "./plan";
import { mostPods } from "./pods";
import { finish } from "./transitions";
import { strategies, type Rollout, type RolloutOptions, type Strategy } from "./types";

/** What speaks for and against a strategy, in words that a course can use. */
export interface Comparison {
  readonly name: string;
  /** Whether somebody answers at any time. */
  readonly zeroDowntime: boolean;
  /** Whether real requests try the new version before all depends on it. */
  readonly realTraffic: boolean;
  /** Whether one can choose who sees it. */
  readonly targetedUsers: boolean;
  readonly pods: string;
  readonly rollback: string;
  readonly impact: string;
  readonly complexity: "low" | "middle" | "high";
  readonly withoutMesh: string;
  /** States that it can rest in, as they stand in the config. */
  readonly states: readonly string[];
  readonly clientSees: string;
  readonly choose: string;
}

// Stryker disable StringLiteral,ArrayDeclaration: words for people, which a test could only say once more.
export const comparison: Readonly<Record<Strategy, Comparison>> = {
  recreate: {
    name: "recreate",
    zeroDowntime: false,
    realTraffic: false,
    targetedUsers: false,
    pods: "none more",
    rollback: "a second gap, as long as pods take to start",
    impact: "high: nobody is served during the gap",
    complexity: "low",
    withoutMesh: "the same",
    states: ["`release`"],
    clientSees: "the old version, then errors, then the new version; never two at once",
    choose: "old and new cannot run side by side, and a gap is allowed",
  },
  ramped: {
    name: "ramped",
    zeroDowntime: true,
    realTraffic: false,
    targetedUsers: false,
    pods: "`maxSurge` more while it lasts",
    rollback: "as long as the way forth: pod by pod",
    impact: "low, if old and new get on; a bad version reaches pod after pod",
    complexity: "low",
    withoutMesh: "the same",
    states: ["`release`"],
    clientSees: "old and new in turn, more and more of the new",
    choose: "small changes that get on with their predecessor, and no pods to spare",
  },
  blueGreen: {
    name: "blue/green",
    zeroDowntime: true,
    realTraffic: false,
    targetedUsers: false,
    pods: "as many again, until the idle slot goes",
    rollback: "one write, while the idle slot stands",
    impact: "low: all change at once, and all can be sent back at once",
    complexity: "middle",
    withoutMesh: "the same; the cut is the slot that the root Service selects",
    states: [
      "one slot",
      "both, the new one idle (its address: `NAME-green` or `NAME-blue`)",
      "both, the old one idle",
    ],
    clientSees: "the old version up to the cut, the new one after it",
    choose: "a version must be whole before anybody sees it, or go back at once",
  },
  canary: {
    name: "canary",
    zeroDowntime: true,
    realTraffic: true,
    targetedUsers: false,
    pods: "the step's share more, at the last as many again",
    rollback: "one write, from each step",
    impact: "low: only the share of the step meets a bad version",
    complexity: "middle",
    withoutMesh:
      "weights by numbers of pods, at most 1/replicas off; a step of w % takes replicas × w / (100 − w) pods",
    states: ["a step, by number", "`promoted`", "`aborted`"],
    clientSees:
      "by chance the old or the new version, request by request; with `sticky` the new one for good, once seen",
    choose: "there is enough traffic to learn from, and a gate that can judge",
  },
  abTest: {
    name: "A/B test",
    zeroDowntime: true,
    realTraffic: true,
    targetedUsers: true,
    pods: "as many again",
    rollback: "one write",
    impact: "low: only those whom a match names see B",
    complexity: "high",
    withoutMesh: "refused: a Service cannot read headers and cookies",
    states: ["A and B"],
    clientSees: "A or B, always the same one for the same header, cookie or user agent",
    choose: "two versions are to be compared by what chosen users do, not by errors alone",
  },
  shadow: {
    name: "shadow",
    zeroDowntime: true,
    realTraffic: true,
    targetedUsers: false,
    pods: "the share that is copied",
    rollback: "nothing to go back from; one write ends the copies",
    impact: "none on answers; copies cost load, and a copied write is done twice",
    complexity: "high",
    withoutMesh: "refused: a Service cannot copy requests",
    states: ["live and shadow"],
    clientSees: "the live version's answers only",
    choose: "load and errors of a new version must be known before anybody depends on it",
  },
};
// Stryker restore StringLiteral,ArrayDeclaration

/** The service that the table's numbers are for. */
const example: RolloutOptions = { replicas: 4, mesh: true };
const old = { version: "v1" };
const next = { version: "v2" };

const coming: Readonly<Record<Strategy, readonly [before: Rollout, started: Rollout]>> = {
  recreate: [
    { strategy: "recreate", release: old },
    { strategy: "recreate", release: next },
  ],
  ramped: [
    { strategy: "ramped", release: old },
    { strategy: "ramped", release: next },
  ],
  blueGreen: [
    { strategy: "blueGreen", active: "blue", blue: old },
    { strategy: "blueGreen", active: "blue", blue: old, green: next },
  ],
  canary: [
    { strategy: "ramped", release: old },
    {
      strategy: "canary",
      stable: old,
      canary: next,
      steps: [{ weight: 10 }, { weight: 50 }],
      at: 0,
    },
  ],
  abTest: [
    { strategy: "abTest", a: old, b: next, toB: [{ by: "header", name: "x-group", exact: "b" }] },
    { strategy: "abTest", a: old, b: next, toB: [{ by: "header", name: "x-group", exact: "b" }] },
  ],
  shadow: [
    { strategy: "shadow", live: old, shadow: next, percent: 50 },
    { strategy: "shadow", live: old, shadow: next, percent: 50 },
  ],
};

/** The most pods that a service of four takes while a version comes out, until nothing more is to be done. */
export function mostPodsOf(strategy: Strategy): number {
  const [before, started] = coming[strategy];
  const ready = desired(started, example);
  const forth = plan(before, started, example);
  return Math.max(
    mostPods(desired(before, example), forth),
    mostPods(ready, plan(started, finish(started), example)),
  );
}

const yes = (is: boolean): string => (is ? "yes" : "no");

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function table(
  columns: readonly [title: string, cell: (of: Comparison, by: Strategy) => string][],
) {
  const titles = columns.map(([title]) => title);
  const body = strategies.map((by) => row(columns.map(([, cell]) => cell(comparison[by], by))));
  return [row(titles), row(titles.map(() => "---")), ...body].join("\n");
}

/** The comparison in Markdown: two tables, each small enough to read. */
export const comparisonTables = (): string =>
  [
    table([
      ["strategy", ({ name }) => name],
      ["zero downtime", ({ zeroDowntime }) => yes(zeroDowntime)],
      ["tried by real traffic", ({ realTraffic }) => yes(realTraffic)],
      ["chosen users", ({ targetedUsers }) => yes(targetedUsers)],
      ["pods", ({ pods }) => pods],
      ["most pods of a service of 4", (_, by) => String(mostPodsOf(by))],
      ["way back", ({ rollback }) => rollback],
      ["impact on users", ({ impact }) => impact],
      ["complexity", ({ complexity }) => complexity],
    ]),
    table([
      ["strategy", ({ name }) => name],
      ["states", ({ states }) => states.join("; ")],
      ["what a client sees", ({ clientSees }) => clientSees],
      ["choose it when", ({ choose }) => choose],
      ["without the mesh", ({ withoutMesh }) => withoutMesh],
    ]),
  ].join("\n\n");
