import { readFileSync } from "node:fs";
import { join } from "node:path";

import { allBefore, type Graph, type Planned } from "../../sandbox/plan/graph";

/** A resource in the engine's state, as far as it says what it depends on. */
interface InState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

/** The graph that the engine keeps of a stack, and destroys by. */
export function graphInState(home: string, stack: string): Graph {
  const file = join(home, stack, "backend/.pulumi/stacks/twelve-street", `${stack}.json`);
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest: { resources: readonly InState[] } };
  };
  const graph = new Map<string, Planned>();
  for (const it of checkpoint.latest.resources) {
    const named = [
      ...(it.dependencies ?? []),
      ...Object.values(it.propertyDependencies ?? {}).flatMap((urns) => urns ?? []),
      ...(it.provider === undefined ? [] : [it.provider.replace(/::[^:]*$/, "")]),
    ];
    // Who depends on a component depends on all below it that has come before.
    const below = [...graph.keys()].filter((urn) => named.some((it) => isBelow(urn, it, graph)));
    const waitsFor = [...named, ...below, ...(it.parent === undefined ? [] : [it.parent])];
    const name = it.urn.slice(it.urn.lastIndexOf("::") + 2);
    const { urn, type, custom } = it;
    graph.set(urn, {
      urn,
      type,
      name,
      component: !custom,
      inputs: {},
      part: it.parent ?? "",
      waitsFor,
    });
  }
  return graph;
}

function isBelow(urn: string, above: string, graph: Graph): boolean {
  const parent = graph.get(urn)?.part;
  if (parent === undefined || parent === "" || !graph.get(above)?.component) return false;
  return parent === above || isBelow(parent, above, graph);
}

/** Who comes after whom, in words: secrets are others in each run, and so are the names that hash them. */
export function orderOf(graph: Graph): ReadonlySet<string> {
  const word = (urn: string): string => {
    const { type = "", name = "" } = graph.get(urn) ?? {};
    return `${type} ${name.replace(/-[0-9a-f]{10}$/, "")}`;
  };
  const ours = (urn: string): boolean =>
    !/^pulumi:(pulumi|providers:(?!kubernetes))/.test(word(urn));
  return new Set(
    [...allBefore(graph)]
      .filter(([urn]) => ours(urn))
      .flatMap(([urn, before]) =>
        [...before].filter(ours).map((earlier) => `${word(urn)} after ${word(earlier)}`),
      ),
  );
}
