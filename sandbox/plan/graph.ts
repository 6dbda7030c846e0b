import type { Inputs, Recorded } from "../recorded-run";

/** A resource, and what the engine creates before it. */
export interface Planned {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Only a name for its children: nothing is made. */
  readonly component: boolean;
  readonly inputs: Inputs;
  /** The outermost component of the program that it belongs to, by type and name; "" for none. */
  readonly part: string;
  /** URNs of what must stand before it is begun, and go after it has gone. */
  readonly waitsFor: readonly string[];
}

/** By URN, in an order in which each comes after all that it waits for. */
export type Graph = ReadonlyMap<string, Planned>;

/** Children of a component that a plugin makes, by the component's URN. */
export type Children = ReadonlyMap<string, readonly Recorded[]>;

/**
 * The graph that the engine walks: forth to create, back to delete. Whoever depends on a component
 * made by a plugin waits for all its children, at creation since the plugin answers when all are made,
 * at deletion since the engine says so (`DependenciesOf` in pkg/resource/graph of pulumi/pulumi v3.225.0).
 */
export function graphOf(resources: readonly Recorded[], children: Children): Graph {
  const graph = new Map<string, Planned>();
  for (const resource of resources) {
    const family = [resource, ...(children.get(resource.urn) ?? [])];
    for (const one of family) graph.set(one.urn, planned(one, graph, children));
  }
  return graph;
}

function planned(resource: Recorded, before: Graph, children: Children): Planned {
  const { urn, type, name, custom, inputs, parent } = resource;
  const named = [
    parent,
    ...resource.dependencies,
    providerUrn(resource.provider),
    // A program's own component begins at once, and its children name their providers themselves.
    ...(resource.remote ? resource.providers.map(providerUrn) : []),
  ].filter((it) => it !== "");
  const waitsFor = new Set(
    named.flatMap((it) =>
      it === parent ? [it] : [it, ...(children.get(it) ?? []).map((child) => child.urn)],
    ),
  );
  for (const it of waitsFor)
    if (!before.has(it)) throw new Error(`${urn} waits for ${it}, which does not come before it`);
  const part = before.get(parent)?.part ?? "";
  return {
    urn,
    type,
    name,
    component: !custom,
    inputs,
    part: part === "" && !custom ? urn : part,
    waitsFor: [...waitsFor],
  };
}

/** A reference to a provider is its URN and its id. */
const providerUrn = (reference: string): string => reference.replace(/::[^:]*$/, "");

/** Everything that each waits for, directly or not. */
export function allBefore(graph: Graph): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, Set<string>>();
  for (const { urn, waitsFor } of graph.values()) {
    const all = new Set(waitsFor);
    for (const it of waitsFor) before.get(it)?.forEach((earlier) => all.add(earlier));
    before.set(urn, all);
  }
  return before;
}
