import {
  unknownValue,
  type CheckFailure,
  type CheckResult,
  type Properties,
} from "../runtime/provider";
import { annotations, autoName, isPatch } from "./names";
import {
  annotation,
  at,
  isCrd,
  isObject,
  isSecretObject,
  type Json,
  type KubeObject,
} from "./objects";
import { hasUnknown, markSecrets, toPlain, toSdk } from "./values";

export interface CheckRequest {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly old: Properties | undefined;
  readonly seed: Uint8Array;
  /** The namespace of an object that names none; undefined for kinds outside namespaces. */
  defaultNamespace(object: KubeObject): Promise<string | undefined>;
}

/** Completes the program's inputs as the official plugin does: name, namespace, normal form. Source: pulumi-kubernetes provider.go Check. */
export async function check(request: CheckRequest): Promise<CheckResult> {
  const { inputs } = request;
  const object = toPlain(inputs) as KubeObject;
  if (isList(inputs))
    return failed(
      inputs,
      "",
      "lists cannot be created as one resource: declare each of their items",
    );
  if (!isObject(object.metadata)) {
    // Metadata that only an update will know can be neither completed nor checked.
    if (object.metadata === unknownValue) return { inputs };
    object.metadata = {};
  }
  normalise(object);
  if (isPatch(request.type, object.kind) && !object.metadata.name)
    return failed(inputs, "metadata.name", "a Patch resource must name the object it patches");
  nameObject(object, request);
  if (!object.metadata.name && object.metadata.generateName !== undefined)
    return failed(
      inputs,
      "metadata.generateName",
      "generateName does not work with server-side apply: leave it out to get a name like it",
    );
  if (!object.metadata.namespace) {
    const namespace = await request.defaultNamespace(object);
    if (namespace !== undefined) object.metadata.namespace = namespace;
  }
  return { inputs: markSecrets(toSdk(object) as Json, inputs) };
}

function nameObject(object: KubeObject, { old, name, seed }: CheckRequest): void {
  const { metadata } = object;
  if (metadata.name !== undefined || metadata.generateName !== undefined) return;
  const before = toPlain(old ?? {}) as KubeObject;
  const existed = old !== undefined && Object.keys(old).length > 0;
  if (existed && annotation(before, annotations.autonamed) !== "true") return;
  metadata.name = existed ? (before.metadata.name ?? "") : autoName(name, seed);
  metadata.annotations = { ...metadata.annotations, [annotations.autonamed]: "true" };
}

/** Set by the API server alone. Source: Kubernetes API, ObjectMeta; pulumi-kubernetes provider.go normalizeInputs. */
const readOnly = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** One form for what the API server takes as the same, so that the object is its own input. Source: pulumi-kubernetes clients/unstructured.go. */
export function normalise(object: KubeObject): void {
  for (const key of readOnly) Reflect.deleteProperty(object.metadata, key);
  if (isSecretObject(object) && !hasUnknown(object)) normaliseSecret(object);
  if (isCrd(object)) {
    delete object.status;
    if (at(object, "spec", "preserveUnknownFields") === false)
      Reflect.deleteProperty(object.spec as Json, "preserveUnknownFields");
  }
}

function normaliseSecret(object: KubeObject): void {
  const data = isObject(object.data) ? { ...object.data } : {};
  for (const [key, value] of Object.entries(data)) {
    const bytes = typeof value === "string" && Buffer.from(value, "base64");
    // What is no base64 stays as it is: the API server will say so.
    if (bytes && bytes.toString("base64").replace(/=+$/, "") === stripped(value))
      data[key] = bytes.toString("base64");
  }
  if (isObject(object.stringData)) {
    for (const [key, value] of Object.entries(object.stringData))
      data[key] = Buffer.from(String(value)).toString("base64");
    if (Object.keys(object.stringData).length > 0) delete object.stringData;
  }
  if (Object.keys(data).length > 0) object.data = data;
}

const stripped = (text: string): string => text.replace(/\s/g, "").replace(/=+$/, "");

const isList = (inputs: Properties): boolean =>
  typeof inputs.kind === "string" && inputs.kind.endsWith("List") && Array.isArray(inputs.items);

function failed(inputs: Properties, property: string, reason: string): CheckResult {
  const failures: CheckFailure[] = [{ property, reason }];
  return { inputs, failures };
}
