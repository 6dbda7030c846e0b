import assert from "node:assert/strict";

import type { Lesson, MeshObject } from "../../../apps/istio-tutorial/lessons";
import type { Hands, Live, PodFacts } from "./hands";

type Spec<Kind extends MeshObject["kind"]> = Extract<MeshObject, { kind: Kind }>["spec"];

interface Pod {
  readonly app: string;
  readonly version: string;
  readonly principal: string;
}

/** The tutorial's pods as they live, and what Istio's objects in the namespace say. */
export interface Mesh {
  readonly pods: readonly Pod[];
  readonly routes: readonly Spec<"VirtualService">[];
  readonly cuts: readonly Spec<"DestinationRule">[];
  readonly policies: readonly Spec<"AuthorizationPolicy">[];
  readonly sidecars: readonly Spec<"Sidecar">[];
  readonly entries: readonly Spec<"ServiceEntry">[];
}

export async function lookAt(hands: Hands, pods: readonly (Live & PodFacts)[]): Promise<Mesh> {
  const specs = async <Kind extends MeshObject["kind"]>(plural: string) =>
    (await hands.list<{ spec: Spec<Kind> }>(plural)).map(({ spec }) => spec);
  return {
    pods: pods.map(({ metadata, spec }) => ({
      app: metadata.labels?.app ?? "",
      version: metadata.labels?.version ?? "",
      principal: `cluster.local/ns/${hands.namespace}/sa/${spec.serviceAccountName ?? ""}`,
    })),
    routes: await specs<"VirtualService">("virtualservices"),
    cuts: await specs<"DestinationRule">("destinationrules"),
    policies: await specs<"AuthorizationPolicy">("authorizationpolicies"),
    sidecars: await specs<"Sidecar">("sidecars"),
    entries: await specs<"ServiceEntry">("serviceentries"),
  };
}

type Shares = Readonly<Record<string, number>>;

const add = (to: Record<string, number>, key: string, share: number) => {
  to[key] = (to[key] ?? 0) + share;
};

const matches = (text: string, by: { exact?: string; prefix?: string; regex?: string }) =>
  text === by.exact ||
  (by.prefix !== undefined && text.startsWith(by.prefix)) ||
  (by.regex !== undefined && new RegExp(`^(?:${by.regex})$`).test(text));

/** Who is turned away by a DENY that names the workload. */
const isDenied = ({ policies, pods }: Mesh, from: string, to: string): boolean => {
  const principal = pods.find(({ app }) => app === from)?.principal;
  assert.ok(principal, from);
  return policies
    .filter(({ selector, action }) => action === "DENY" && selector.matchLabels.app === to)
    .flatMap(({ rules }) => rules)
    .some(({ from: callers, to: requests }) => {
      const isCaller = (callers ?? [{ source: {} }]).some(
        ({ source: { principals, notPrincipals } }) =>
          (principals?.includes(principal) ?? true) && !notPrincipals?.includes(principal),
      );
      const isRequest = (requests ?? [{ operation: {} }]).some(
        ({ operation: { methods } }) => methods?.includes("GET") ?? true,
      );
      return isCaller && isRequest;
    });
};

/** Where the pods' calls to the outside come through. */
const isReached = ({ sidecars, entries }: Mesh, host: string): boolean =>
  sidecars.every(({ outboundTrafficPolicy: { mode } }) => mode === "ALLOW_ANY") ||
  entries.some(({ hosts }) => hosts.includes(host));

/**
 * Shares of a client's requests by status, and by version of the recommendation where it is reached, as Istio's own
 * documentation has these objects read. What takes turns or learns from failures is not among it.
 */
export function answersOf(
  mesh: Mesh,
  calls: Lesson["calls"],
  headers: Readonly<Record<string, string>>,
): { readonly statuses: Shares; readonly versions: Shares } {
  const statuses: Record<string, number> = {};
  const versions: Record<string, number> = {};
  let left = 1;
  const way = ["customer", "preference", "recommendation"];
  for (const [index, to] of way.entries()) {
    const from = way[index - 1];
    const abort = from === undefined ? undefined : routeTo(mesh, to, headers)?.fault?.abort;
    if (abort) {
      const share = (left * abort.percentage.value) / 100;
      add(statuses, abort.httpStatus.toString(), share);
      left -= share;
    }
    if (from !== undefined && isDenied(mesh, from, to)) {
      add(statuses, "403", left);
      left = 0;
    }
  }
  if (calls && !isReached(mesh, calls.host)) {
    add(statuses, "503", left);
    left = 0;
  }
  add(statuses, "200", left);
  const host = "recommendation";
  const destinations = routeTo(mesh, host, headers)?.route ?? [{ destination: { host } }];
  for (const { destination, ...one } of destinations) {
    const weight = "weight" in one ? (one.weight ?? 100) : 100;
    const chosen = podsOf(
      mesh,
      destination.host,
      "subset" in destination ? destination.subset : undefined,
    );
    assert.ok(weight === 0 || chosen.length > 0, `nobody is ${JSON.stringify(destination)}`);
    for (const { version } of chosen) add(versions, version, (left * weight) / 100 / chosen.length);
  }
  return { statuses, versions };
}

function routeTo({ routes }: Mesh, host: string, headers: Readonly<Record<string, string>>) {
  const http = routes.filter(({ hosts }) => hosts.includes(host)).flatMap((it) => it.http);
  return http.find(
    ({ match }) =>
      match?.some((it) =>
        Object.entries(it.headers).every(([name, by]) => matches(headers[name] ?? "", by)),
      ) ?? true,
  );
}

function podsOf({ pods, cuts }: Mesh, host: string, subset: string | undefined) {
  const all = pods.filter(({ app }) => app === host);
  if (subset === undefined) return all;
  const cut = cuts.filter((it) => it.host === host).flatMap((it) => it.subsets ?? []);
  const labels = cut.find(({ name }) => name === subset)?.labels;
  assert.ok(labels, `there is no subset ${subset}`);
  return all.filter(({ version }) => labels.version === version);
}
