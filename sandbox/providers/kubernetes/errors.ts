import { at, describe, listAt, textAt, type KubeObject } from "./objects";

interface Cause {
  readonly reason: string;
  readonly field: string;
  readonly message: string;
}

/** The API server's refusal, in its own words. Source: Kubernetes API, meta/v1 Status. */
export class ApiError extends Error {
  readonly reason: string;
  readonly causes: readonly Cause[];
  constructor(
    readonly code: number,
    readonly status: unknown,
  ) {
    super(textAt(status, "message") || `HTTP ${code.toString()}`);
    this.name = "ApiError";
    this.reason = textAt(status, "reason");
    this.causes = listAt(status, "details", "causes").map((cause) => ({
      reason: textAt(cause, "reason"),
      field: textAt(cause, "field"),
      message: textAt(cause, "message"),
    }));
  }

  /** The namespace that the object should go to does not exist. */
  get namespaceMissing(): boolean {
    return this.code === 404 && at(this.status, "details", "kind") === "namespaces";
  }

  /** The object that was asked for does not exist, but its kind does. */
  get objectMissing(): boolean {
    return this.code === 404 && this.reason === "NotFound" && !this.namespaceMissing;
  }

  /** The object does not fit the schema: a field that does not exist, or one of a wrong type. */
  get malformed(): boolean {
    return this.code === 400 || this.message.startsWith("failed to create typed patch object");
  }

  get immutable(): boolean {
    return this.code === 422 && immutableWords.test(this.message);
  }
}

/** How API servers say that a field can only be set at creation. Source: k8s.io/kubernetes v1.36.3 pkg/apis/{apps,batch,core,rbac,storage}/validation. */
const immutableWords =
  /field is immutable|is immutable after creation|may not change once set|cannot change roleRef|updates to .* (?:is|are) forbidden|may not change fields other than|immutable when `immutable` is set/;

/** Nothing answers where the kubeconfig points to. */
export class UnreachableError extends Error {
  constructor(server: string, cause: Error) {
    super(`the Kubernetes API server at ${server} does not answer: ${cause.message}`, { cause });
    this.name = "UnreachableError";
  }
}

/** An answer that broke off: for this one request nobody knows what it would have been. */
export class CutOffError extends Error {
  constructor(server: string, cause: Error) {
    super(`the Kubernetes API server at ${server} broke off its answer: ${cause.message}`, {
      cause,
    });
    this.name = "CutOffError";
  }
}

/** No API of this group and version, or no such kind in it; often a CRD that is yet to be created. */
export class UnknownKindError extends Error {
  constructor(
    readonly apiVersion: string,
    readonly objectKind: string,
  ) {
    super(
      `the API server knows no ${objectKind} of ${apiVersion}. Is its CustomResourceDefinition created before it?`,
    );
    this.name = "UnknownKindError";
  }
}

/** What a person reads of a refusal: the object, the server's words, and what to do where that can be told. */
export function refusal(object: KubeObject, error: unknown): Error {
  if (error instanceof ApiError && error.code === 409 && error.causes.length > 0)
    return new Error(conflictText(object, error), { cause: error });
  const words = error instanceof Error ? error.message : String(error);
  return new Error(`${describe(object)}: ${words}`, { cause: error });
}

/** Which manager owns which field. Source: Kubernetes documentation, Server-Side Apply, Conflicts. */
export function conflictOwners(error: ApiError): { manager: string; field: string }[] {
  return error.causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ message, field }) => ({ manager: /"([^"]+)"/.exec(message)?.[1] ?? message, field }));
}

function conflictText(object: KubeObject, error: ApiError): string {
  const fields = new Map<string, string[]>();
  for (const { manager, field } of conflictOwners(error))
    fields.set(manager, [...(fields.get(manager) ?? []), field]);
  const owners = [...fields].map(([manager, owned]) => `"${manager}" owns ${owned.join(", ")}`);
  return (
    `${describe(object)}: other field managers own what this program sets: ${owners.join("; ")}. ` +
    'Leave the fields out, or take them with the annotation pulumi.com/patchForce: "true".'
  );
}
