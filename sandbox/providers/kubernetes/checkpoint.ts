import type { Properties } from "../runtime/provider";
import { isObject, type Json, type KubeObject } from "./objects";
import { markSecrets, toPlain, toSdk } from "./values";

/** What the state keeps of an object beside the object: the official plugin's keys, so that either can go on with the other's state. */
const keys = { inputs: "__inputs", apiVersion: "__initialApiVersion", manager: "__fieldManager" };

export interface Checkpoint {
  readonly live: KubeObject;
  readonly inputs: KubeObject;
  readonly fieldManager: unknown;
}

/**
 * The outputs of a resource: the live object, as secret as its inputs. Source: pulumi-kubernetes provider.go checkpointObject.
 *
 * @param inputs with their marks of secrecy
 */
export function toCheckpoint(
  live: KubeObject,
  inputs: Properties,
  fieldManager: string,
): Properties {
  const plainInputs = toPlain(inputs) as KubeObject;
  return {
    ...markSecrets(toSdk(lean(live)) as Json, inputs),
    [keys.inputs]: markSecrets(toSdk(plainInputs) as Json, inputs),
    [keys.apiVersion]: plainInputs.apiVersion,
    [keys.manager]: fieldManager,
  };
}

export function fromCheckpoint(state: Properties): Checkpoint {
  const { [keys.inputs]: inputs, [keys.manager]: manager, ...live } = state;
  return {
    live: toPlain(without(live, keys.apiVersion)) as KubeObject,
    inputs: toPlain(isObject(inputs) ? inputs : {}) as KubeObject,
    fieldManager: manager,
  };
}

/**
 * Without what no program reads: who set which field is a third of an object, and every step writes the whole state. kubectl's note of
 * what it applied may hold a Secret's data.
 */
function lean(live: KubeObject): KubeObject {
  const metadata = without(live.metadata, "managedFields");
  if (isObject(metadata.annotations))
    metadata.annotations = without(
      metadata.annotations,
      "kubectl.kubernetes.io/last-applied-configuration",
    );
  return { ...live, metadata };
}

const without = (object: Json, key: string): Json =>
  Object.fromEntries(Object.entries(object).filter(([one]) => one !== key));
