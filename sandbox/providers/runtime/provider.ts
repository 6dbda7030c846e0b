/** Property values as the engine sends them: plain JSON, secrets unwrapped, with {@link unknownValue} where a preview cannot know. */
export type Properties = Record<string, unknown>;

/** Stands for a value that only an update will know. Source: @pulumi/pulumi runtime/rpc `unknownValue`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Awaitable<T> = T | Promise<T>;

/** What every operation on a resource knows. */
export interface Operation {
  readonly urn: string;
  /** Like `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  /** The resource's logical name. */
  readonly name: string;
  /** True where nothing may be changed. */
  readonly preview: boolean;
  /** The resource's custom timeout; undefined where the user set none. */
  readonly timeoutSeconds: number | undefined;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  /** Shows a line beside the resource while it is worked on; the next one overwrites it. */
  status(message: string): void;
  /** Shows a line that stays. */
  log(severity: "info" | "warning" | "error", message: string): void;
}

export interface CheckFailure {
  /** Path of the input, like `spec.replicas`; "" for the whole resource. */
  readonly property: string;
  readonly reason: string;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures?: readonly CheckFailure[];
}

export type DiffKind =
  "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface DiffResult {
  /** Property paths that differ, like `tags.Name` or `rules[0].port`. Empty: no change. */
  readonly detailed: Readonly<Record<string, { kind: DiffKind; inputDiff: boolean }>>;
  /** Delete the old one first: two cannot stand side by side. Default false. */
  readonly deleteBeforeReplace?: boolean;
}

export interface DiffRequest {
  readonly id: string;
  /** Outputs of the last operation. */
  readonly state: Properties;
  readonly oldInputs: Properties;
  readonly inputs: Properties;
  readonly ignoreChanges: readonly string[];
}

/** A provider of custom resources. One instance serves one provider resource of the stack. */
export interface ResourceProvider {
  /** Without it every configuration is accepted as it is. */
  checkConfig?(inputs: Properties, old: Properties): Awaitable<CheckResult>;
  /** Without it a changed configuration is an update of the provider. */
  diffConfig?(request: Omit<DiffRequest, "id">): Awaitable<DiffResult>;
  /** The provider's inputs; not called in a preview that cannot know them all. */
  configure?(config: Properties): Awaitable<void>;
  /** `seed`: bytes for automatic names, the same for the same plan; empty where the engine sends none. */
  check(
    operation: Operation,
    request: { inputs: Properties; old: Properties | undefined; seed: Uint8Array },
  ): Awaitable<CheckResult>;
  diff(operation: Operation, request: DiffRequest): Awaitable<DiffResult>;
  /** In a preview `id` may be undefined, and outputs may be left out or be {@link unknownValue}. */
  create(
    operation: Operation,
    inputs: Properties,
  ): Awaitable<{ id: string | undefined; outputs: Properties }>;
  /** `inputs` and `state` are empty on import. Undefined: the resource is gone. */
  read(
    operation: Operation,
    request: { id: string; state: Properties; inputs: Properties },
  ): Awaitable<{ id: string; outputs: Properties; inputs: Properties } | undefined>;
  update(
    operation: Operation,
    request: { id: string; state: Properties; oldInputs: Properties; inputs: Properties },
  ): Awaitable<Properties>;
  delete(
    operation: Operation,
    request: { id: string; state: Properties; inputs: Properties },
  ): Awaitable<void>;
  invoke?(
    token: string,
    args: Properties,
    preview: boolean,
  ): Awaitable<Properties | { failures: readonly CheckFailure[] }>;
}

/** Throw it where a resource exists but did not become ready: the engine keeps its state and reports the reasons. */
export class NotReadyError extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Properties,
    readonly inputs: Properties,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
    this.name = "NotReadyError";
  }
}
