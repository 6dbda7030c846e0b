import {
  NotReadyError,
  type DiffResult,
  type Operation,
  type Properties,
} from "../runtime/provider";
import { create, find, forces, relinquish, update } from "./apply";
import { awaitReady, Unready, unready } from "./await";
import { check } from "./check";
import { fromCheckpoint, toCheckpoint } from "./checkpoint";
import type { Cluster } from "./cluster";
import { liveInputs } from "./compare";
import { diffObject } from "./diff";
import { refusal, UnreachableError } from "./errors";
import { fieldManager, isPatch } from "./names";
import { describe, idOf, parseId, type Json, type KubeObject } from "./objects";
import { withIgnored } from "./ownership";
import { previewCreate, previewOutputs, previewUpdate } from "./preview";
import { remove, removePatch } from "./remove";
import { markSecrets, redact, secretTexts, toPlain, toSdk } from "./values";

interface Change {
  readonly inputs: Properties;
  readonly state: Properties;
  readonly ignoreChanges: readonly string[];
}

/** Every kind of the API server as a resource. */
export class ObjectsProvider {
  constructor(private readonly cluster: Cluster) {}

  check(
    operation: Operation,
    request: { inputs: Properties; old: Properties | undefined; seed: Uint8Array },
  ) {
    const { kinds, api, config } = this.cluster;
    return check({
      ...request,
      type: operation.type,
      name: operation.name,
      defaultNamespace: async (object) =>
        (await kinds.namespaced(object))
          ? (config.namespace ?? (await api.defaultNamespace()))
          : undefined,
    });
  }

  diff(operation: Operation, request: Change & { oldInputs: Properties }): Promise<DiffResult> {
    return diffObject(this.cluster, { ...request, type: operation.type, urn: operation.urn });
  }

  async create(operation: Operation, inputs: Properties) {
    return withoutSecrets(inputs, async () => {
      const object = toPlain(inputs) as KubeObject;
      const manager = fieldManager(object, operation.urn, undefined);
      const patch = isPatch(operation.type, object.kind);
      if (operation.preview) {
        const seen = patch
          ? undefined
          : await previewCreate(this.cluster, operation, object, manager);
        const outputs = seen
          ? toCheckpoint(previewOutputs(seen, object) as KubeObject, inputs, manager)
          : inputs;
        return { id: undefined, outputs };
      }
      const options = {
        fieldManager: manager,
        force: forces(this.cluster, object),
        patch,
        signal: operation.signal,
      };
      const live = await create(this.cluster, object, options).catch((error: unknown) => {
        throw refusal(object, error);
      });
      return { id: idOf(live), outputs: await this.#ready(operation, live, inputs, manager) };
    });
  }

  async update(
    operation: Operation,
    { inputs, state, ignoreChanges }: Change,
  ): Promise<Properties> {
    return withoutSecrets(inputs, async () => {
      const { live: last, fieldManager: recorded } = fromCheckpoint(state);
      const declared = toPlain(inputs) as KubeObject;
      const manager = fieldManager(declared, operation.urn, recorded);
      if (operation.preview) {
        const seen = await previewUpdate(this.cluster, operation, declared, last, manager);
        return seen ? toCheckpoint(seen, inputs, manager) : inputs;
      }
      const live = await find(this.cluster, last, operation.signal);
      const object = live ? withIgnored(declared, live, ignoreChanges, manager) : declared;
      const options = {
        fieldManager: manager,
        force: forces(this.cluster, object),
        signal: operation.signal,
      };
      const updated = await update(this.cluster, object, live, options).catch((error: unknown) => {
        throw refusal(object, error);
      });
      if (typeof recorded === "string" && recorded !== manager)
        await relinquish(this.cluster, updated, recorded);
      return this.#ready(operation, updated, inputs, manager);
    });
  }

  async read(
    operation: Operation,
    { id, state, inputs }: { id: string; state: Properties; inputs: Properties },
  ) {
    const imported = Object.keys(inputs).length === 0;
    const { live: last, fieldManager: recorded } = fromCheckpoint(state);
    const declared = imported ? undefined : (toPlain(inputs) as KubeObject);
    const identity = objectOf(operation.type, id, declared ?? last);
    let live: KubeObject | undefined;
    try {
      live = await find(this.cluster, identity, operation.signal);
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw refusal(identity, error);
      if (!this.cluster.config.deleteUnreachable)
        throw new Error(
          `${error.message}. If the cluster is gone, set PULUMI_K8S_DELETE_UNREACHABLE=true`,
          { cause: error },
        );
    }
    if (!live) return undefined;
    const now = declared ? (liveInputs(declared, last, live) as KubeObject) : importedInputs(live);
    const marked = markSecrets(toSdk(now) as Json, inputs);
    const manager = fieldManager(now, operation.urn, recorded);
    const outputs = toCheckpoint(live, { ...marked }, manager);
    const missing = declared && !imported ? unready(live) : undefined;
    if (missing !== undefined && !isPatch(operation.type, live.kind))
      throw new NotReadyError(id, outputs, marked, [`${describe(live)} is not ready: ${missing}`]);
    return { id, outputs, inputs: marked };
  }

  async delete(operation: Operation, { state }: { state: Properties }): Promise<void> {
    const { live, inputs, fieldManager: manager } = fromCheckpoint(state);
    try {
      if (isPatch(operation.type, live.kind))
        await removePatch(this.cluster, live, typeof manager === "string" ? manager : "");
      else await remove(this.cluster, operation, { live, inputs });
    } catch (error) {
      if (
        this.cluster.config.deleteUnreachable &&
        error instanceof Error &&
        error.cause instanceof UnreachableError
      ) {
        operation.log("warning", `${describe(live)} is dropped from the state: ${error.message}`);
        return;
      }
      throw error;
    }
  }

  /** Waits; where that fails the object stays in the state, with what is wrong with it. */
  async #ready(
    operation: Operation,
    live: KubeObject,
    inputs: Properties,
    manager: string,
  ): Promise<Properties> {
    try {
      return toCheckpoint(await awaitReady(this.cluster, operation, live), inputs, manager);
    } catch (error) {
      const [last, reasons] =
        error instanceof Unready
          ? [error.object, error.reasons]
          : [live, [error instanceof Error ? error.message : String(error)]];
      const secrets = secretTexts(inputs);
      throw new NotReadyError(
        idOf(live),
        toCheckpoint(last, inputs, manager),
        inputs,
        reasons.map((reason) => redact(reason, secrets)),
      );
    }
  }
}

/** What the API server says may quote a value; what was secret is blanked out. */
async function withoutSecrets<T>(inputs: Properties, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotReadyError || !(error instanceof Error)) throw error;
    // Its cause still holds the words as they were.
    // eslint-disable-next-line preserve-caught-error -- a secret must not go out with the cause
    throw new Error(redact(error.message, secretTexts(inputs)));
  }
}

/** The identity of an object that is read: what is known of it, and else its type and id. */
export function objectOf(type: string, id: string, known: KubeObject): KubeObject {
  const [, module = "", resource = ""] = type.split(":");
  const { namespace, name } = parseId(id);
  return {
    apiVersion: known.apiVersion || module.replace(/^core\//, ""),
    kind: known.kind || resource.replace(/Patch$/, ""),
    metadata: { name, ...(namespace ? { namespace } : {}) },
  };
}

/** An imported object's inputs: all of it but what the server alone sets. Source: pulumi-kubernetes provider.go Read. */
function importedInputs(live: KubeObject): KubeObject {
  const object = structuredClone(live);
  delete object.status;
  for (const key of [
    "creationTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "uid",
    "selfLink",
  ])
    Reflect.deleteProperty(object.metadata, key);
  const notes = object.metadata.annotations;
  if (notes) {
    Reflect.deleteProperty(notes, "deployment.kubernetes.io/revision");
    Reflect.deleteProperty(notes, "kubectl.kubernetes.io/last-applied-configuration");
    if (Object.keys(notes).length === 0) delete object.metadata.annotations;
  }
  return object;
}
