import { callTable } from "./functions";
import { regionProblem } from "./data/regions";
import { inputProblems } from "./rules/inputs";
import { autoName, nameProblems } from "./rules/names";
import { tagProblems } from "./rules/tags";
import { generic } from "./services/generic";
import { resourceTable } from "./services";
import type { Made, Problem, Props, ResourceSpec, SimulateContext } from "./types";
import { isUnknown, makingOf, withDefaults } from "./values";

export type { Problem, SimulateContext } from "./types";

export const specOf = (type: string): ResourceSpec => resourceTable[type] ?? generic;

/** Whether the table describes the type; where it does not, id and ARN are of a general shape. */
export const isDescribed = (type: string): boolean => type in resourceTable;

/** A resource with its id and the makers of its values, before anyone asks what it shows. */
export function makeResource(
  type: string,
  name: string,
  inputs: Props,
  context: SimulateContext,
): Made {
  const spec = specOf(type);
  const property = spec.nameRule?.auto ? spec.nameRule.property : undefined;
  const named =
    property !== undefined && inputs[property] === undefined
      ? { ...inputs, [property]: givenName(spec, name, inputs, context.urn) }
      : inputs;
  const making = makingOf(type, name, withDefaults(named, spec.defaults), context);
  return { ...making, id: spec.id(making) };
}

/** A name prefix takes the place of the resource's name, as the SDK's `namePrefix` arguments say. */
function givenName(spec: ResourceSpec, name: string, inputs: Props, urn: string): string {
  const prefix = inputs[`${spec.nameRule?.property ?? ""}Prefix`];
  return autoName(spec, typeof prefix === "string" ? prefix.replace(/-$/, "") : name, urn);
}

/** All a made resource shows: inputs, defaults, and what AWS adds. */
export function outputsOf(made: Made): Record<string, unknown> {
  const spec = specOf(made.type);
  return {
    ...made.inputs,
    ...(spec.global ? {} : { region: made.region }),
    ...(spec.tagged ? { tagsAll: made.inputs.tags ?? {} } : {}),
    ...spec.outputs?.(made),
  };
}

/** What AWS would answer to the creation of a resource: its id and all its properties. */
export function simulateResource(
  type: string,
  name: string,
  inputs: Props,
  context: SimulateContext,
): { id: string; outputs: Record<string, unknown> } {
  const made = makeResource(type, name, inputs, context);
  return { id: made.id, outputs: outputsOf(made) };
}

/** What AWS refuses in the inputs alone; empty where it takes them. `today` (ISO) matters to what goes out of support. */
export function checkResource(
  type: string,
  inputs: Props,
  today = new Date().toISOString().slice(0, 10),
): Problem[] {
  const { nameRule, rules, check, tagged } = specOf(type);
  return [
    ...(nameRule ? nameProblems(nameRule, inputs) : []),
    ...regionProblems(inputs),
    ...(tagged ? tagProblems(inputs) : []),
    ...(rules ? inputProblems(rules, inputs) : []),
    ...(check?.(inputs, today) ?? []),
  ];
}

function regionProblems({ region }: Props): Problem[] {
  if (typeof region !== "string" || isUnknown(region)) return [];
  const reason = regionProblem(region);
  return reason === undefined ? [] : [{ property: "region", reason }];
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
