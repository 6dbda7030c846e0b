import { boundsOf, within, type Bounds } from "../../course/traffic/binomial";
import { isServed, soleOf, type Shares, type Transition } from "./transition";

/** One request, as its client saw it. Times are milliseconds of one clock. */
export interface Seen {
  readonly kind: string;
  readonly sent: number;
  readonly done: number;
  /** 0 where there was no answer. */
  readonly status: number;
  /** Why there was none, or what an answer that is of no version says. */
  readonly why?: string;
  readonly version: string;
}

/** When what was so. */
export interface Marks {
  /** The command began. */
  readonly begun: number;
  /** It had ended, and every Envoy had the route that it left. */
  readonly settled: number;
  readonly until: number;
  /** A second look at the shares, where the first was outside of a bound: from `until` to here. */
  readonly again?: number;
  /** An Envoy of the way was away: what is lost meanwhile is lost. */
  readonly away?: { readonly from: number; readonly until: number };
}

/** How many answers of one kind of client came from one version, where its weight is neither nothing nor all. */
export interface Share extends Bounds {
  readonly kind: string;
  readonly version: string;
  readonly percent: number;
  readonly requests: number;
  readonly got: number;
  readonly within: boolean;
}

export interface Verdict {
  readonly requests: number;
  readonly failed: number;
  /** Failed requests by their status, or by why there was no answer. */
  readonly failures: Readonly<Record<string, number>>;
  /** Failed, while an Envoy that was killed was away. Among `failed`. */
  readonly lost: number;
  /** Failed in the gap that there must be. Among `failed`. */
  readonly inGap: number;
  readonly misrouted: number;
  readonly seconds: number;
  /** Answers by version. */
  readonly answers: Readonly<Record<string, number>>;
  readonly gapSeconds?: number;
  /** For how long two versions answered side by side. */
  readonly bothSeconds?: number;
  /** Of a step, and once more where the first look was outside of its bound. */
  readonly shares: readonly Share[];
  readonly again: readonly Share[];
  /** What is not as it must be; empty where all is. */
  readonly problems: readonly string[];
}

export const isFailed = ({ status }: Pick<Seen, "status">): boolean => status < 200 || status > 299;

const reasonOf = ({ status, why }: Seen): string =>
  status === 0 ? (why ?? "no answer") : [status, why ?? ""].join(" ").trim();

type Expected = Pick<Transition, "from" | "to" | "manner" | "kinds">;

/** What clients have seen of a transition, against what they must see. Pure: same outcomes, same verdict. */
export function judge(expected: Expected, seen: readonly Seen[], marks: Marks): Verdict {
  const { from, to, manner } = expected;
  const answers = seen.filter((it) => !isFailed(it));
  const failed = seen.filter(isFailed);
  const lost = new Set(failed.filter((it) => isAway(it, marks)));
  const strays = new Set(answers.filter((it) => !isAllowed(expected, it, marks)));
  const passages = expected.kinds.flatMap(({ name }) => {
    const [old, next] = [soleOf(from[name]), soleOf(to[name])];
    if (old === undefined || next === undefined || old === next) return [];
    const mine = answers.filter(({ kind }) => kind === name);
    return [passageOf(name, mine, old, next)];
  });
  const backward = manner === "pods" ? [] : passages.flatMap(({ backward: it }) => it);
  const misrouted = new Set([...strays, ...backward]).size;
  const shares = sharesOf(to, answers, marks.settled, marks.until);
  const again = marks.again === undefined ? [] : sharesOf(to, answers, marks.until, marks.again);
  const [passage] = passages;
  const unexcused = failed.filter((it) => !lost.has(it));
  const outside = outsideOf(manner, unexcused, passage);
  return {
    requests: seen.length,
    failed: failed.length,
    failures: countsBy(failed, reasonOf),
    lost: lost.size,
    inGap: unexcused.length - outside.length,
    misrouted,
    seconds: (most(ends(seen)) - least(begins(seen))) / 1000,
    answers: countsBy(answers, ({ version }) => version),
    ...(manner === "gap" && passage && { gapSeconds: passage.gapMs / 1000 }),
    ...(manner === "pods" && passage && { bothSeconds: passage.bothMs / 1000 }),
    shares,
    again,
    problems: [
      ...(misrouted > 0 ? [`${misrouted} answered by a version that is not theirs`] : []),
      ...failureProblems(manner, unexcused.length, outside, marks),
      ...passages.flatMap((it) => passageProblems(manner, it)),
      ...shareProblems(shares, again),
      ...silentKinds(expected, answers, marks),
    ],
  };
}

const begins = (seen: readonly Seen[]) => (seen.length === 0 ? [0] : seen.map(({ sent }) => sent));
const ends = (seen: readonly Seen[]) => (seen.length === 0 ? [0] : seen.map(({ done }) => done));

const isAway = ({ sent, done }: Seen, { away }: Marks): boolean =>
  away !== undefined && done >= away.from && sent <= away.until;

/** Before the command only the old routing, after it only the new one; between them either. */
function isAllowed({ from, to }: Expected, { kind, sent, done, version }: Seen, marks: Marks) {
  if (done < marks.begun) return isServed(from[kind], version);
  if (sent >= marks.settled) return isServed(to[kind], version);
  return isServed(from[kind], version) || isServed(to[kind], version);
}

/** How one kind of client came from one version to another. */
interface Passage {
  readonly kind: string;
  readonly lastOld: number | undefined;
  readonly firstNew: number | undefined;
  /** Between the last answer of the old version and the first of the new one; less than 0 where both answered. */
  readonly gapMs: number;
  readonly bothMs: number;
  /** Answered by the old version though they were sent when the new one had answered already. */
  readonly backward: readonly Seen[];
}

function passageOf(kind: string, answers: readonly Seen[], old: string, next: string): Passage {
  const olds = answers.filter(({ version }) => version === old);
  const news = answers.filter(({ version }) => version === next);
  const firstDone = least(ends(news));
  const backward = news.length === 0 ? [] : olds.filter(({ sent }) => sent > firstDone);
  const [lastOld, firstNew] = [most(begins(olds)), least(begins(news))];
  const gapMs = firstNew - lastOld;
  return {
    kind,
    lastOld: olds.length > 0 ? lastOld : undefined,
    firstNew: news.length > 0 ? firstNew : undefined,
    gapMs,
    bothMs: Math.max(0, -gapMs),
    backward,
  };
}

const least = (values: readonly number[]) => values.reduce((one, other) => Math.min(one, other));
const most = (values: readonly number[]) => values.reduce((one, other) => Math.max(one, other));

function passageProblems(
  manner: Transition["manner"],
  { kind, lastOld, firstNew, gapMs, backward }: Passage,
): string[] {
  if (lastOld === undefined) return [`${kind}: nobody was served by the old version`];
  if (firstNew === undefined) return [`${kind}: nobody was served by the new version`];
  if (manner === "pods" && backward.length === 0) return [`${kind}: never both versions`];
  if (manner === "gap" && gapMs <= 0) return [`${kind}: both versions, and no gap`];
  return [];
}

/** What failed where nothing may: anywhere, or outside of the gap where there is one. */
function outsideOf(
  manner: Transition["manner"],
  failed: readonly Seen[],
  passage: Passage | undefined,
): readonly Seen[] {
  if (manner !== "gap") return failed;
  const { lastOld = -Infinity, firstNew = Infinity } = passage ?? {};
  // What is under way when the gap begins or ends may fail yet.
  return failed.filter(({ sent, done }) => done < lastOld || sent > firstNew + slackMs);
}

function failureProblems(
  manner: Transition["manner"],
  failed: number,
  outside: readonly Seen[],
  { begun }: Pick<Marks, "begun">,
): string[] {
  if (manner === "gap" && failed === 0) return ["nothing failed: there was no gap"];
  const [first] = outside;
  if (!first) return [];
  const at = ((first.sent - begun) / 1000).toFixed(1);
  const where = manner === "gap" ? "failed outside of the gap" : "failed";
  return [`${outside.length} ${where}, the first ${at} s from the command: ${reasonOf(first)}`];
}

/** Between the first answer of a new pod and the last failure of a request that was sent before it was known everywhere. */
const slackMs = 1_000;

function sharesOf(
  to: Transition["to"],
  answers: readonly Seen[],
  from: number,
  until: number,
): Share[] {
  const inside = answers.filter(({ sent }) => sent >= from && sent < until);
  return Object.entries(to).flatMap(([kind, shares]) => {
    const mine = inside.filter((it) => it.kind === kind);
    return Object.entries(newer(shares)).map(([version, percent]) => {
      const bounds = boundsOf(mine.length, percent);
      const got = mine.filter((it) => it.version === version).length;
      const counted = { kind, version, percent, requests: mine.length, got };
      return { ...counted, ...bounds, within: mine.length > 0 && within(got, bounds) };
    });
  });
}

/** Of two versions that share all, one count says it of both. */
const newer = (shares: Shares): Shares =>
  Object.fromEntries(
    Object.entries(shares)
      .filter(([, percent]) => percent > 0 && percent < 100)
      .slice(-1),
  );

function shareProblems(shares: readonly Share[], again: readonly Share[]): string[] {
  const out = shares.filter((it) => !it.within);
  const judged = again.length > 0 ? again.filter((it) => !it.within && isOf(out, it)) : out;
  return judged.map(
    ({ kind, version, percent, requests, got, least: from, most: to }) =>
      `${kind}: ${version} answered ${got} of ${requests}, at ${percent} % it is ${from} to ${to}`,
  );
}

const isOf = (shares: readonly Share[], { kind, version }: Share) =>
  shares.some((it) => it.kind === kind && it.version === version);

/** A kind of client of whom nothing was seen in the end proves nothing. */
const silentKinds = ({ kinds }: Expected, answers: readonly Seen[], { settled }: Marks) =>
  kinds
    .filter(({ name }) => !answers.some(({ kind, sent }) => kind === name && sent >= settled))
    .map(({ name }) => `${name}: nothing was answered after the transition`);

function countsBy(seen: readonly Seen[], key: (it: Seen) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const it of seen) counts[key(it)] = (counts[key(it)] ?? 0) + 1;
  return counts;
}
