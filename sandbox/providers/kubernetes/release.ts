import { crdsOfChart } from "../../istio/sets";
import type { CheckResult, DiffResult, Operation, Properties } from "../runtime/provider";
import { unknownValue } from "../runtime/provider";
import { bringCrds, hasCrds, removeCrds } from "./chart-crds";
import type { Cluster } from "./cluster";
import { differences } from "./compare";
import { autoName } from "./names";
import { at } from "./objects";
import { markSecrets, toPlain } from "./values";

/**
 * A release that is recorded with its inputs, but not installed: a chart is a download, rendering it is
 * Helm's work, and what it would run has no processes here, so that its webhooks would refuse every pod.
 * Real are the custom resource definitions of charts whose kinds the stacks use.
 */
export const releaseType = "kubernetes:helm.sh/v3:Release";
/** What `status.status` says of it; whoever counts what runs must not count it. */
export const notInstalled = "not-installed";
/** Under which key the official plugin lists CRDs in `resourceNames`. */
const crdKey = "CustomResourceDefinition.apiextensions.k8s.io/apiextensions.k8s.io/v1";

export function checkRelease(
  operation: Operation,
  { inputs, old, seed }: { inputs: Properties; old: Properties | undefined; seed: Uint8Array },
): CheckResult {
  if (inputs.chart === undefined)
    return { inputs, failures: [{ property: "chart", reason: "a release needs a chart" }] };
  const name = inputs.name ?? toPlain(old?.name) ?? autoName(operation.name, seed);
  return { inputs: { ...inputs, name, namespace: inputs.namespace ?? "default" } };
}

export function diffRelease(oldInputs: Properties, inputs: Properties): DiffResult {
  const changed = differences(toPlain(oldInputs), toPlain(inputs));
  return {
    detailed: Object.fromEntries(
      Object.entries(changed).map(([path, kind]) => [
        path,
        {
          kind: ["name", "namespace"].includes(path) ? (`${kind}-replace` as const) : kind,
          inputDiff: true,
        },
      ]),
    ),
    // Under its fixed name and with its CRDs, the old one cannot stand beside the new one.
    deleteBeforeReplace: true,
  };
}

export async function recordRelease(
  cluster: () => Cluster,
  operation: Operation,
  inputs: Properties,
): Promise<{ id: string | undefined; outputs: Properties }> {
  const { name, namespace, chart, version } = toPlain(inputs) as Record<string, unknown>;
  const set = crdsIn(inputs);
  const crds = set && !operation.preview ? await bringCrds(cluster(), operation, set) : [];
  if (!operation.preview) {
    const real = crds.length > 0 ? `; its ${crds.length} custom resource definitions are real` : "";
    operation.log(
      "warning",
      `chart ${String(chart)} is not installed here: the release is recorded only${real}`,
    );
  }
  const status = {
    name,
    namespace,
    chart,
    version: version ?? "",
    revision: 0,
    status: notInstalled,
  };
  const id =
    name === unknownValue || operation.preview ? undefined : `${String(namespace)}/${String(name)}`;
  const resourceNames = crds.length > 0 ? { [crdKey]: crds } : {};
  return {
    id,
    outputs: markSecrets({ ...(toPlain(inputs) as Properties), resourceNames, status }, inputs),
  };
}

/** A release whose definitions someone has removed counts as gone, so that it is made again. */
export async function readRelease(
  cluster: () => Cluster,
  { id, state, inputs }: { id: string; state: Properties; inputs: Properties },
): Promise<{ id: string; outputs: Properties; inputs: Properties } | undefined> {
  const set = crdsIn(inputs);
  if (set && !(await hasCrds(cluster(), set))) return undefined;
  return { id, outputs: state, inputs };
}

export async function deleteRelease(
  cluster: () => Cluster,
  operation: Operation,
  inputs: Properties,
): Promise<void> {
  const set = crdsIn(inputs);
  if (set) await removeCrds(cluster(), operation, set);
}

function crdsIn(inputs: Properties) {
  const plain = toPlain(inputs);
  return crdsOfChart(at(plain, "chart"), at(plain, "repositoryOpts", "repo"));
}
