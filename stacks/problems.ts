/** One thing wrong with a stack's config. Reads as a sentence: `KEY is VALUE: FIX.` */
export interface Problem {
  /** The full key, as `pulumi config set --path` takes it. */
  readonly key: string;
  /** What stands there now, fit for a log: a secret is never shown. */
  readonly value: string;
  /** What to write instead. */
  readonly fix: string;
}

/** Every problem of a stack's config at once, so that one run is enough to mend them all. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(
    readonly stackName: string,
    readonly problems: readonly Problem[],
    mend = `Mend it in stacks/Pulumi.${stackName}.yaml.`,
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map(({ key, value, fix }) => `  ${key} is ${value}: ${fix}.`);
    super(
      `The config of stack ${stackName} has ${count}; nothing was created.\n${lines.join("\n")}\n` +
        mend,
    );
  }
}

const longestShown = 60;

/** A value as it may be shown: short, quoted when it is text, never a secret. */
export function show(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "object" && value !== null && "secure" in value) return "(secret)";
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text;
}

/** The candidate nearest to what was written, if it is near enough to be what was meant. */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
