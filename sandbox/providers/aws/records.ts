import { creationRefusal, refusalError } from "./admission";
import type { AccountState } from "./account";
import { diffInputs } from "./diff";
import { withoutSecrets } from "./secrets";
import { makeResource, outputsOf, specOf } from "./simulate";
import type { Existing, Made, Props, ResourceSpec, SimulateContext } from "./types";

/** The bridged provider's own notes in inputs start so; they are no properties. */
export const withoutNotes = (inputs: Props): Record<string, unknown> =>
  Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")));

/** Everything a resource shows: its inputs, and over them what AWS added. */
export const shown = ({ inputs, outputs }: Pick<Existing, "inputs" | "outputs">) => ({
  ...withoutNotes(inputs),
  ...outputs,
});

/** Who asks for a resource. */
export interface Request {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly inputs: Props;
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** What is kept of a made resource: inputs without secrets, and only such outputs as the inputs do not give. */
export function recordOf(made: Made, request: Request, seed: string): Existing {
  const { sensitive, global } = specOf(made.type);
  const inputs = withoutSecrets(request.inputs, sensitive);
  const outputs = Object.entries(withoutSecrets(outputsOf(made), sensitive)).filter(
    ([key, value]) => !same(value, inputs[key]),
  );
  return {
    type: made.type,
    id: made.id,
    urn: request.urn,
    region: global ? "" : made.region,
    seed,
    inputs,
    outputs: Object.fromEntries(outputs),
  };
}

const make = (request: Request, seed: string, context: Omit<SimulateContext, "urn">): Made =>
  makeResource(request.type, request.name, withoutNotes(request.inputs), { ...context, urn: seed });

/** The resource under an id, in the region it was made in. */
export function findResource(
  state: AccountState,
  type: string,
  id: string,
  region: string,
): Existing | undefined {
  const { global = false } = specOf(type);
  return state.get(type, global ? "" : region, id);
}

/**
 * The resource with its new inputs, where AWS takes them; its id and what is made up of it stay. In a preview, what the
 * inputs name may still be to come.
 */
export function renewed(
  found: Existing,
  request: Request,
  context: Omit<SimulateContext, "urn"> & { readonly account: AccountState },
  preview = false,
): Existing {
  const { account } = context;
  const region = found.region || context.region;
  const made = { ...make(request, found.seed, { ...context, region }), id: found.id };
  const spec = specOf(made.type);
  const refusal = preview
    ? spec.admit?.(made, account)
    : creationRefusal(spec, made, account, account.without(found));
  if (refusal) throw refusalError("updating", request.type, request.name, refusal);
  return recordOf(made, request, found.seed);
}

function replaces(spec: ResourceSpec, old: Props, now: Props): boolean {
  return Object.values(diffInputs(spec, old, now)).some(({ kind }) => kind.endsWith("-replace"));
}

/**
 * Makes a resource as AWS would, or refuses it. `left` is what a run that was cut off made under the same URN before
 * the engine took note: it is taken over where it can become what is asked for, else it makes room.
 */
export function createRecord(
  state: AccountState,
  request: Request,
  context: Omit<SimulateContext, "urn" | "account">,
  left: Existing | undefined,
): Existing {
  const { type, name, urn, inputs } = request;
  const spec = specOf(type);
  const within = { ...context, account: state };
  if (left !== undefined && !replaces(spec, left.inputs, withoutSecrets(inputs, spec.sensitive))) {
    const taken = renewed(left, request, within);
    state.put(taken);
    return taken;
  }
  const count = state.generation(urn);
  const seed = count === 0 ? urn : `${urn}#${count}`;
  const made = make(request, seed, within);
  const others = left === undefined ? state : state.without(left);
  const refusal = creationRefusal(spec, made, others, others);
  if (refusal) throw refusalError("creating", type, name, refusal);
  if (left !== undefined) state.remove(left);
  const record = recordOf(made, request, seed);
  state.add(record);
  return record;
}
