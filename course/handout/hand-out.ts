import { isGone, breadth } from "../classroom/cluster";
import { pooled } from "../classroom/pool";
import { endsAll, isBeingTerminated, sentence } from "../classroom/sentences";

/** What a student gets. */
export interface Given {
  readonly file: string;
  /** Until when its token is good; undefined where it holds none. */
  readonly expires?: Date;
}

export interface Handed {
  /** By student. */
  readonly given: Readonly<Record<string, Given>>;
  /** Sentences: who gets nothing, why, and what to do about it. */
  readonly problems: readonly string[];
}

interface Refused {
  readonly student: string;
  readonly error: unknown;
}

/**
 * Gives each student what is theirs, whatever the others' environments are like.
 *
 * @param wayBack a command that brings a student's environment back
 */
export async function handOut(
  students: readonly string[],
  give: (student: string) => Promise<Given>,
  wayBack: (student: string) => string,
): Promise<Handed> {
  const given = new Map<string, Given>();
  const refused = await pooled(students, breadth, async (student): Promise<Refused[]> => {
    try {
      given.set(student, await give(student));
      return [];
    } catch (error) {
      return [{ student, error }];
    }
  });
  const found = students.flatMap((student) => {
    const its = given.get(student);
    return its ? [[student, its] as const] : [];
  });
  return { given: Object.fromEntries(found), problems: problemsOf(refused.flat(), wayBack) };
}

/** What ends all is said once. */
function problemsOf(refused: readonly Refused[], wayBack: (student: string) => string): string[] {
  const ended = refused.filter(({ error }) => endsAll(error));
  const names = ended.map(({ student }) => student).join(", ");
  return [
    ...ended.slice(0, 1).map(({ error }) => sentence(error, `No kubeconfig for ${names}`)),
    ...refused.filter((one) => !ended.includes(one)).map((one) => problemOf(one, wayBack)),
  ];
}

function problemOf({ student, error }: Refused, wayBack: (student: string) => string): string {
  const said = sentence(error, `No kubeconfig for ${student}`);
  return isGone(error) || isBeingTerminated(error)
    ? `${said} Bring back what the classroom had made, by "${wayBack(student)}", then run this again.`
    : said;
}

/** A question that is asked no more once nobody answers, or nobody is let in. */
export function untilTheEnd<R>(ask: (student: string) => Promise<R>): typeof ask {
  let end: Error | undefined;
  return async (student) => {
    if (end) throw end;
    try {
      return await ask(student);
    } catch (error) {
      if (endsAll(error)) end = error as Error;
      throw error;
    }
  };
}

/** Clocks differ; a token that is shorter by less is nobody's loss. */
const tolerance = 5 * 60_000;

/** Until when tokens are good by the API server's own word, and whether that is less than was asked for at `asked`. */
export function validityText(expires: readonly Date[], hours: number, asked: Date): string {
  const first = Math.min(...expires.map((it) => it.getTime()));
  const granted = first - asked.getTime();
  const until = `${new Date(first).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const less = granted + tolerance < hours * 3_600_000;
  return `Where they hold a token, it is good until ${until}${
    less
      ? `: the API server grants ${(granted / 3_600_000).toFixed(1).replace(".0", "")} of the ${hours} hours that --hours asks for`
      : ""
  }.`;
}
