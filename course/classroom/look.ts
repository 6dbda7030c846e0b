import { type Baseline, groupOf, keyOf, kindOf, type KubeObject } from "./model";
import { breadth, isLookedAt, type Cluster, type Kind } from "./cluster";
import { foreignKinds, studentOf } from "./foreign";
import { pooled } from "./pool";
import { endsAll, sentence } from "./sentences";

/** What lives, by student, and what could not be looked at. */
export interface Seen {
  readonly live: ReadonlyMap<string, readonly KubeObject[]>;
  readonly unseen: Unseen;
  readonly problems: readonly string[];
}

/** What could not be listed: of objects of these kinds nobody knows whether they are there. */
export interface Unseen {
  readonly kinds: readonly Pick<Kind, "apiVersion" | "kind">[];
  /** Whose server is down, so that it does not even tell its kinds. */
  readonly groups: readonly string[];
}

export const allSeen: Unseen = { kinds: [], groups: [] };

export const isUnseen = (
  { kinds, groups }: Unseen,
  object: Pick<KubeObject, "apiVersion" | "kind">,
): boolean =>
  groups.includes(groupOf(object.apiVersion)) ||
  kinds.some((kind) => kindOf(kind) === kindOf(object));

interface Job {
  readonly kind: Kind;
  readonly list: () => Promise<KubeObject[]>;
}

/** Below this many, namespaces are asked one by one; above it, a list for all namespaces at once is less. */
const few = 3;

/** Everything that is the students', kind by kind. Nothing is written. */
export async function lookAt(
  cluster: Cluster,
  baselines: readonly Baseline[],
  /** All students of the classroom: what is in their namespaces is theirs, whoever it is about. */
  students: ReadonlySet<string>,
): Promise<Seen> {
  const { kinds, down } = await cluster.discovered();
  const problems = down.map(
    (group) =>
      `The API ${group} is down, and what is of it was not looked at: see "kubectl get apiservice", and bring its server back or delete it.`,
  );
  const unseen: Pick<Kind, "apiVersion" | "kind">[] = [];
  const live = new Map(baselines.map(({ student }) => [student, [] as KubeObject[]]));
  const owner = new Map(
    baselines.flatMap(({ student, declared }) =>
      declared.map(({ object }) => [keyOf(object), student] as const),
    ),
  );
  const names = [...live.keys()];
  const everywhere = names.length > few;
  const others = [...students].filter((student) => !live.has(student));
  const put = (object: KubeObject) => {
    const { namespace } = object.metadata;
    const home = namespace ?? (object.kind === "Namespace" ? object.metadata.name : undefined);
    const of =
      home !== undefined && students.has(home)
        ? home
        : (owner.get(keyOf(object)) ?? studentOf(object));
    if (of !== undefined) live.get(of)?.push(object);
  };
  const versions = versionsOf(baselines);
  const everything = (kind: Kind): Job => ({ kind, list: () => cluster.list(kind, [undefined]) });
  const jobs = kinds
    .map((kind) => ({ ...kind, apiVersion: versions.get(kindOf(kind)) ?? kind.apiVersion }))
    .flatMap((kind): Job[] => {
      if (kind.kind === "Namespace" || foreignKinds.includes(kind.kind as never))
        return [everything(kind)];
      if (isLookedAt(kind)) {
        const list = () =>
          everywhere ? cluster.listOutside(kind, others) : cluster.list(kind, names);
        return [{ kind, list }];
      }
      return !kind.namespaced && versions.has(kindOf(kind)) ? [everything(kind)] : [];
    });
  await pooled(jobs, breadth, async ({ kind, list }) => {
    try {
      for (const object of await list()) put(object);
    } catch (error) {
      if (endsAll(error)) throw error;
      unseen.push(kind);
      problems.push(sentence(error, `The objects of kind ${kind.kind} cannot be listed`));
    }
  });
  const known = new Set(kinds.map(({ apiVersion }) => groupOf(apiVersion)));
  const groups = down.map(groupOf).filter((group) => !known.has(group));
  return { live, unseen: { kinds: unseen, groups }, problems };
}

/** A kind is read in the version that it is declared in, so that its fields have the same names. */
const versionsOf = (baselines: readonly Baseline[]): Map<string, string> =>
  new Map(
    baselines.flatMap(({ declared }) =>
      declared.map(({ object }) => [kindOf(object), object.apiVersion] as const),
    ),
  );
