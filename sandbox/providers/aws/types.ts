/** Property bags as they travel between engine and provider. */
export type Props = Readonly<Record<string, unknown>>;

/** A resource of the simulated account, as others see it. */
export interface Existing {
  readonly type: string;
  readonly id: string;
  readonly urn: string;
  /** "" for what stands in no region, such as IAM. */
  readonly region: string;
  /** What its made-up values are functions of: the URN, and a count where it was made again. */
  readonly seed: string;
  readonly inputs: Props;
  /** What AWS added to the inputs. */
  readonly outputs: Props;
}

/** The account, read only. The unit tests' mocks have none. */
export interface AccountView {
  readonly all: readonly Existing[];
  /** Resources of a type, in a region or (without one) in all. */
  ofType(type: string, region?: string): readonly Existing[];
}

/** The text of a secret in Secrets Manager, by name or ARN; undefined where there is none. */
export type SecretText = (secretId: string) => string | undefined;

/** What a resource or function is made from, beside its inputs. */
export interface SimulateContext {
  /** Region code, such as ap-northeast-2. */
  readonly region: string;
  /** Twelve digits; see `simulatedAccount`. */
  readonly accountId: string;
  /** The resource's URN, or anything else that is one resource's own. Ids are stable functions of it, so two runs give the same. */
  readonly urn: string;
  /** What the account holds already; answers are better with it, and good without. */
  readonly account?: AccountView;
  /** What is in Secrets Manager beside the stack's own resources. */
  readonly secretText?: SecretText;
}

/** A refusal of inputs: the property's path, and one sentence with the value and what is allowed. */
export interface Problem {
  readonly property: string;
  readonly reason: string;
}

/** A refusal of an operation, with AWS's own error code. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** What a table entry computes with: inputs with defaults filled in, and makers of values shaped as AWS's. */
export interface Making {
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
  /** Another resource of the account. */
  readonly find: (type: string, id: unknown) => Existing | undefined;
}

/** The same with the id, once it is made. */
export interface Made extends Making {
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

/** What a policy document is for: it decides which parts it must have and which it must not. */
export type PolicyKind = "identity" | "trust" | "resource";

/** What AWS refuses in single inputs, as data. Paths such as `vpcConfig.publicAccessCidrs` or `ingress.cidrBlocks` go through lists. */
export interface InputRules {
  /** IPv4 networks without host bits, and the prefix lengths allowed. */
  readonly cidrs?: Readonly<
    Record<string, { readonly widest: number; readonly narrowest: number }>
  >;
  readonly policies?: Readonly<Record<string, PolicyKind>>;
  /** Values allowed. */
  readonly oneOf?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Least and greatest number. */
  readonly ranges?: Readonly<Record<string, readonly [number, number]>>;
  /** Pairs of which only one may be set. */
  readonly conflicts?: readonly (readonly [string, string])[];
  /** Where the rules were read. */
  readonly source: string;
}

/** A link to another resource by id, name or ARN, and AWS's code where there is none. */
export interface Reference {
  readonly type: string;
  readonly property: string;
  /** An input of the other resource that the property names in their place. */
  readonly by?: string;
  readonly code: string;
}

/** Who keeps a resource from being deleted: resources of a type whose property names it. */
export interface Holder {
  readonly type: string;
  readonly property: string;
  /** Which of the held resource's values the property names; default its id. */
  readonly names?: "id" | "arn" | "name";
}

/** One type of resource: everything the simulation knows of it. */
export interface ResourceSpec {
  /** The id's shape. */
  readonly id: (making: Making) => string;
  /** Outputs that are neither inputs nor defaults. */
  readonly outputs?: (made: Made) => Record<string, unknown>;
  /** Values AWS fills in where an input is not set. */
  readonly defaults?: Props;
  /** Inputs whose change replaces the resource; a path such as `launchTemplate.id` stands for that part only. */
  readonly replace?: readonly string[];
  /** What AWS adds inside an input, such as `vpcConfig.vpcId`: a preview cannot know it. */
  readonly added?: readonly (readonly [input: string, key: string])[];
  /** Inputs AWS chooses where they are not set: taking them out of a program changes nothing. */
  readonly computed?: readonly string[];
  /** Lists whose order means something; all others are compared as sets. */
  readonly ordered?: readonly string[];
  readonly nameRule?: NameRule;
  /** Whether it stands in no region. */
  readonly global?: boolean;
  /** Whether `tags` and `tagsAll` exist. */
  readonly tagged?: boolean;
  /** Inputs that are kept out of the account's file. */
  readonly sensitive?: readonly string[];
  readonly rules?: InputRules;
  /** What else AWS refuses in the inputs alone. `today` is an ISO date. */
  readonly check?: (inputs: Props, today: string) => Problem[];
  /** Inputs that no two resources of the type may share in a region, and AWS's code where they do. */
  readonly unique?: { readonly by: readonly string[]; readonly code: string };
  readonly references?: readonly Reference[];
  /** What AWS refuses because of what the account holds. */
  readonly admit?: (made: Made, account: AccountView) => Refusal | undefined;
  /** Always deleted before its replacement is made. */
  readonly deleteFirst?: boolean;
  /** Inputs that can be set and changed, but not taken away again without a replacement. */
  readonly keep?: readonly string[];
  readonly inUse?: { readonly code: string; readonly by: readonly Holder[] };
  /** What else keeps it from being deleted. */
  readonly release?: (resource: Existing, account: AccountView) => Refusal | undefined;
  /** What of it stays in the account when it is deleted. */
  readonly leaves?: (resource: Existing) => Existing | undefined;
}

export type ResourceTable = Readonly<Record<string, ResourceSpec>>;
