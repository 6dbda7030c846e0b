import { nameProblems, autoName } from "./names";
import { resourceTable } from "./services";
import type { Problem, Props, ResourceSpec, SimulateContext } from "./types";
import { making, withDefaults } from "./values";
import { callTable } from "./functions";

export type { Problem, SimulateContext } from "./types";

/** A type nobody described: an id and an ARN of the usual shape, and every change is an update. */
const generic: ResourceSpec = {
  id: (made) => `${made.name}-${made.hex(8)}`,
  outputs: (made) => {
    const [, path = ""] = made.type.split(":");
    const [service = "", kind = ""] = path.split("/");
    return { arn: made.arn(service, `${kind}/${made.id}`) };
  },
};

export const specOf = (type: string): ResourceSpec => resourceTable[type] ?? generic;

/** Whether the table describes the type; where it does not, id and ARN are of a general shape. */
export const isDescribed = (type: string): boolean => type in resourceTable;

/** What AWS would answer to the creation of a resource: its id and all its properties. */
export function simulateResource(
  type: string,
  name: string,
  inputs: Props,
  context: SimulateContext,
): { id: string; outputs: Record<string, unknown> } {
  const spec = specOf(type);
  const { nameRule } = spec;
  const named =
    nameRule?.auto && inputs[nameRule.property] === undefined
      ? { ...inputs, [nameRule.property]: autoName(spec, name, context.urn) }
      : inputs;
  const full = withDefaults(named, spec.defaults);
  const partial = making(type, name, full, context);
  const id = spec.id(partial);
  const outputs: Record<string, unknown> = { ...full, ...spec.outputs?.({ ...partial, id }) };
  if (spec.tagged) outputs.tagsAll = full.tags ?? {};
  outputs.region ??= partial.region;
  return { id, outputs };
}

/** What AWS refuses in the inputs alone; empty where it takes them. */
export function checkResource(type: string, inputs: Props): Problem[] {
  const { nameRule, check } = specOf(type);
  return [...(nameRule ? nameProblems(nameRule, inputs) : []), ...(check?.(inputs) ?? [])];
}

/** What AWS would answer to a function of the SDK. */
export function simulateCall(
  token: string,
  args: Props,
  context: SimulateContext,
): Record<string, unknown> {
  const call = callTable[token];
  if (call === undefined) {
    throw new Error(`${token} is a function the simulated AWS provider does not know`);
  }
  return call(args, context);
}
