import type { CheckResult, DiffResult, Operation, Properties } from "../runtime/provider";
import { unknownValue } from "../runtime/provider";
import { differences } from "./compare";
import { autoName } from "./names";
import { markSecrets, toPlain } from "./values";

/** A release that is recorded with its inputs, but not installed: a chart is a download, and rendering it is Helm's work. */
export const releaseType = "kubernetes:helm.sh/v3:Release";
/** What `status.status` says of it; whoever counts what runs must not count it. */
export const notInstalled = "not-installed";

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
  };
}

export function recordRelease(
  operation: Operation,
  inputs: Properties,
): { id: string | undefined; outputs: Properties } {
  const { name, namespace, chart, version } = toPlain(inputs) as Record<string, unknown>;
  if (!operation.preview)
    operation.log(
      "warning",
      `chart ${String(chart)} is not installed here: the release is recorded only`,
    );
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
  return {
    id,
    outputs: markSecrets({ ...(toPlain(inputs) as Properties), resourceNames: {}, status }, inputs),
  };
}
