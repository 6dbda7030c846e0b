/** Property bags as they travel between engine and provider. */
export type Props = Readonly<Record<string, unknown>>;

/** What a resource or function is made from, beside its inputs. */
export interface SimulateContext {
  /** Region code, such as ap-northeast-2. */
  readonly region: string;
  /** Twelve digits; see `simulatedAccount`. */
  readonly accountId: string;
  /** The resource's URN. Ids are stable functions of it, so two runs give the same. */
  readonly urn: string;
}

/** A refusal: the property's path, and one sentence with the value and what is allowed. */
export interface Problem {
  readonly property: string;
  readonly reason: string;
}

/** What a table entry computes with: inputs with defaults filled in, and makers of values shaped as AWS's. */
export interface Made {
  readonly type: string;
  /** The resource's logical name. */
  readonly name: string;
  readonly inputs: Props;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /** `n` hexadecimal digits, the same for the same URN and purpose. */
  readonly hex: (n: number, purpose?: string) => string;
  /** An ARN in this account; `region` defaults to the resource's own, "" for global services. */
  readonly arn: (service: string, resource: string, region?: string) => string;
  /** An input as text, "" where it is not set or not known yet. */
  readonly text: (property: string) => string;
  readonly id: string;
}

/** What is true of a name, as AWS documents it. */
export interface NameRule {
  readonly property: string;
  readonly min?: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** The pattern in words: "letters, digits and hyphens". */
  readonly words: string;
  /** Where the rule was read. */
  readonly source: string;
  /** Name of the kind in a sentence: "an IAM role". */
  readonly kind: string;
  /** Whether the provider makes a name where the program gives none; `prefix` goes before it. */
  readonly auto?: boolean | { readonly prefix?: string; readonly lower?: boolean };
}

/** One type of resource: everything the simulation knows of it. */
export interface ResourceSpec {
  /** The id's shape. */
  readonly id: (made: Omit<Made, "id">) => string;
  /** Outputs that are neither inputs nor defaults. */
  readonly outputs?: (made: Made) => Record<string, unknown>;
  /** Values AWS fills in where an input is not set. */
  readonly defaults?: Props;
  /** Inputs whose change replaces the resource. */
  readonly replace?: readonly string[];
  /** Inputs AWS chooses where they are not set: taking them out of a program changes nothing. */
  readonly computed?: readonly string[];
  /** Lists whose order means something; all others are compared as sets. */
  readonly ordered?: readonly string[];
  readonly nameRule?: NameRule;
  /** Whether `tags` and `tagsAll` exist. */
  readonly tagged?: boolean;
  /** Always deleted before its replacement is made. */
  readonly deleteFirst?: boolean;
  /** What AWS refuses in the inputs alone. */
  readonly check?: (inputs: Props) => Problem[];
}

export type ResourceTable = Readonly<Record<string, ResourceSpec>>;
