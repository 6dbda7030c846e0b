import { labNamed } from "../../apps/labs";
import { annotation } from "../../sandbox/providers/kubernetes/objects";
import type { Classroom } from "./classroom";
import { breadth, type Cluster } from "./cluster";
import type { Errand, Errands } from "./errands";
import { labManager, nameOf, standingText, type KubeObject, type Standing } from "./model";
import { pooled } from "./pool";
import { appliedBy, ownersOf } from "./owned";
import { standingAnnotation } from "./system";

const alone: Standing = { at: "environment" };

const namespaceOf = (student: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: student },
});

/** What is the student's own and outlives their namespace. */
const rightsOf = ({ environments }: Classroom, student: string): KubeObject | undefined =>
  environments
    .get(student)
    ?.declared.map(({ object }) => object)
    .find(({ kind }) => kind === "ClusterRoleBinding");

/** What the cluster says of students. */
export interface Noted {
  /** What each was last brought to: nothing of those whose namespace is gone, or was made by hand, without a word. */
  readonly last: ReadonlyMap<string, Standing>;
  /** Whose namespace is there without a word. */
  readonly wordless: ReadonlySet<string>;
}

/** A namespace that nothing is noted in stands as its declarer has made it. One that somebody else has made says nothing. */
function saidBy(
  { environments }: Classroom,
  student: string,
  space: KubeObject,
): Standing | undefined {
  const mark = annotation(space, standingAnnotation);
  if (mark !== undefined) return standingFrom(mark);
  const declared = environments.get(student)?.declared ?? [];
  const maker = declared.find(({ object }) => object.kind === "Namespace")?.manager;
  const isDeclarers = maker === undefined || appliedBy(space, maker) !== undefined;
  // Whoever makes one by hand is noted as its maker: where nobody is, its history was wiped.
  return isDeclarers || ownersOf(space).length === 0 ? alone : undefined;
}

export async function standings(classroom: Classroom): Promise<Noted> {
  const { cluster, students } = classroom;
  const kind = await cluster.kindOf(namespaceOf(""));
  const spaces = await cluster.list(kind, [undefined]);
  const byName = new Map(spaces.map((space) => [space.metadata.name, space]));
  const found = await pooled(students, breadth, async (student) => {
    const space = byName.get(student);
    const said = space && saidBy(classroom, student, space);
    if (said) return said;
    const rights = rightsOf(classroom, student);
    const noted = rights && (await cluster.read(rights));
    const mark = noted && annotation(noted, standingAnnotation);
    return mark === undefined ? undefined : standingFrom(mark);
  });
  const last = students.flatMap((student, index) => {
    const standing = found[index];
    return standing ? [[student, standing] as const] : [];
  });
  const isWordless = (student: string) => {
    const space = byName.get(student);
    return space !== undefined && saidBy(classroom, student, space) === undefined;
  };
  return { last: new Map(last), wordless: new Set(students.filter(isWordless)) };
}

/** What a student stands at of whom the cluster says nothing: as all others do, if they stand alike. */
function presumed(last: ReadonlyMap<string, Standing>): Standing | undefined {
  const distinct = new Map([...last.values()].map((one) => [standingText(one), one]));
  const [only, ...others] = distinct.values();
  return others.length === 0 ? only : undefined;
}

/** What students are to be brought to, and what is to be said of those of whom the cluster says nothing. */
export interface Course {
  readonly standing: (student: string) => Standing;
  readonly notes: readonly string[];
  readonly problems: readonly string[];
}

/** Where a reset leads. @param asked what all are to be brought to, if that was said */
export function courseOf(
  students: readonly string[],
  last: ReadonlyMap<string, Standing>,
  asked: Standing | undefined,
): Course {
  const others = presumed(last);
  const standing = (student: string) => asked ?? last.get(student) ?? others ?? alone;
  const unknown = asked ? [] : students.filter((student) => !last.has(student));
  if (unknown.length === 0) return { standing, notes: [], problems: [] };
  const gone = `${unknown.join(", ")}: the namespace is gone or was made anew by hand, and what was noted in it is lost`;
  return others
    ? {
        standing,
        notes: [`${gone}: brought to ${standingText(others)}, where all others stand.`],
        problems: [],
      }
    : {
        standing,
        notes: [],
        problems: [
          `${gone}, and the others do not all stand alike: brought to the environment alone; say --day or --lab for more, or --bare if that is right.`,
        ],
      };
}

/** What is noted of where a student is brought to, and when. */
export function marksOf(
  classroom: Classroom,
  student: string,
  standing: Standing,
  { last, wordless }: Noted,
): Errands {
  const space = namespaceOf(student);
  const rights = rightsOf(classroom, student);
  const text = standingText(standing);
  const before = wordless.has(student) ? alone : last.get(student);
  const isNew = before !== undefined && text !== standingText(before);
  const mark = (object: KubeObject, what: string, run: Errand["run"]): Errand => ({
    ...{ do: "mark", object, run },
    text: `mark    ${nameOf(object)}: ${what}`,
  });
  return {
    first: isNew ? [mark(space, text, (it) => note(it, space, markOf(standing)))] : [],
    ...(standing.at !== "environment" && {
      making: mark(space, text, (it) => made(it, space, markOf(standing))),
    }),
    ...(rights && {
      leaving: mark(rights, `${text}, until the namespace is there again`, (it) =>
        note(it, rights, markOf(standing) ?? standing.at),
      ),
    }),
  };
}

const markOf = (standing: Standing): string | undefined =>
  standing.at === "day"
    ? `day/${standing.day.toString()}`
    : standing.at === "lab"
      ? `lab/${standing.lab}`
      : undefined;

function standingFrom(mark = ""): Standing {
  const [at, what = ""] = mark.split("/");
  if (at === "lab" && labNamed(what)) return { at, lab: what };
  return at === "day" ? { at, day: Number(what) } : alone;
}

/** Writes what a student is brought to on what is there. */
const note = async (cluster: Cluster, object: KubeObject, mark: string | undefined) =>
  cluster.api.request("PATCH", await cluster.pathOf(object), {
    body: { metadata: { annotations: { [standingAnnotation]: mark ?? null } } },
    contentType: "application/merge-patch+json",
    query: { fieldManager: labManager },
  });

/** Makes a namespace that says from its first moment what its student is brought to. Its declarer applies the rest. */
async function made(cluster: Cluster, space: KubeObject, mark = "") {
  const { apiVersion, kind, metadata } = space;
  const annotations = { [standingAnnotation]: mark };
  return cluster.api.request("PATCH", await cluster.pathOf(space), {
    body: { apiVersion, kind, metadata: { name: metadata.name, annotations } },
    contentType: "application/apply-patch+yaml",
    query: { fieldManager: labManager, force: "true" },
  });
}
