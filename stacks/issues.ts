import { z } from "zod";

import { nearest, show, type Problem } from "./problems";
import { stackSchema } from "./schema";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The part of a JSON schema that error messages are made from. */
interface Described {
  expects?: string;
  properties?: Record<string, Described>;
  additionalProperties?: Described | false;
  propertyNames?: Described;
  items?: Described;
  enum?: unknown[];
  const?: unknown;
  /** Tables of one key that differ by a word in them. */
  oneOf?: Described[];
}

/** `["shop", "services", 0]` as `twelve-street:shop.services[0]`; the region is the AWS provider's own key. */
export function keyOf(path: Path): string {
  const [first = "", ...rest] = path.map(String);
  const start = first === "region" ? "aws:region" : `twelve-street:${first}`;
  return rest.reduce((key, part) => key + (/^\d+$/.test(part) ? `[${part}]` : `.${part}`), start);
}

/** Turns what the schema library found into sentences that name key, value and fix. */
export function problemsOf(
  issues: readonly Issue[],
  input: unknown,
  schema: z.ZodType = stackSchema,
): Problem[] {
  const described = describedSchema(schema);
  return issues.flatMap((issue) => {
    const at = describe(described, issue.path, input);
    const key = keyOf(issue.path);
    const value = valueAt(input, issue.path);
    if (issue.code === "unrecognized_keys") return issue.keys.map((k) => unknownKey(issue, k, at));
    if (issue.code === "invalid_key") {
      const expects = describe(described, issue.path.slice(0, -1), input)?.propertyNames?.expects;
      return { key, value: "not a name that fits here", fix: `give ${expects ?? "another name"}` };
    }
    if (issue.code === "custom") return { key, value: show(value), fix: issue.message };
    return { key, value: show(value), fix: fixOf(issue, value, at) };
  });
}

const memo = new Map<z.ZodType, Described>();

/** Made when the first mistake asks for it: a right config has no need of it. */
function describedSchema(schema: z.ZodType): Described {
  const described = memo.get(schema) ?? (z.toJSONSchema(schema, { io: "input" }) as Described);
  memo.set(schema, described);
  return described;
}

function unknownKey(issue: Issue, written: string, at: Described | undefined): Problem {
  const known = Object.keys(at?.properties ?? {}).filter((k) => k !== "region");
  const meant = nearest(written, known);
  return {
    key: keyOf([...issue.path, written]),
    value: "not a key that is known here",
    fix: meant
      ? `did you mean ${keyOf([...issue.path, meant])}`
      : `take it out; the keys here are ${known.join(", ")}`,
  };
}

function fixOf(issue: Issue, value: unknown, at: Described | undefined): string {
  const give = `give ${at?.expects ?? "another value"}`;
  if (issue.code === "invalid_value" && typeof value === "string") {
    const meant = nearest(
      value,
      issue.values.filter((v) => typeof v === "string"),
    );
    if (meant !== undefined && meant !== "") return `did you mean ${meant}? If not, ${give}`;
  }
  const wantsText = issue.code === "invalid_type" && issue.expected === "string";
  if (typeof value === "number" && (wantsText || typeof at?.enum?.[0] === "string"))
    return `YAML reads it as a number, put it in quotes: ${give}`;
  if (typeof value === "boolean" && wantsText)
    return `YAML reads it as true or false, put it in quotes: ${give}`;
  if (typeof value === "string" && issue.code === "invalid_type" && quotedByMistake(issue, value))
    return `it is text, take the quotes off: ${give}`;
  return give;
}

function quotedByMistake(issue: Issue & { code: "invalid_type" }, value: string): boolean {
  if (issue.expected === "boolean") return value === "true" || value === "false";
  return ["number", "int"].includes(issue.expected) && /^-?\d+(\.\d+)?$/.test(value);
}

function describe(schema: Described, path: Path, input: unknown): Described | undefined {
  const found = path.reduce<Described | undefined>((at, part, depth) => {
    if (typeof part === "number") return at?.items;
    const table = at && optionOf(at, valueAt(input, path.slice(0, depth)));
    const named = table?.properties?.[String(part)];
    if (named) return named;
    return table?.additionalProperties === false ? undefined : table?.additionalProperties;
  }, schema);
  return found && optionOf(found, valueAt(input, path));
}

/** The one of several tables that the value means to be, by most of its words; the first, where it is none. */
function optionOf(schema: Described, value: unknown): Described {
  const { oneOf, ...common } = schema;
  const said = ({ properties = {} }: Described) =>
    Object.entries(properties).filter(
      ([key, { const: word }]) => word !== undefined && valueAt(value, [key]) === word,
    ).length;
  const [meant] = optionsOf(oneOf).sort((a, b) => said(b) - said(a));
  return { ...meant, ...common };
}

/** Tables that differ by one word may differ by a second one. */
const optionsOf = (oneOf: readonly Described[] = []): Described[] =>
  oneOf.flatMap((option) => (option.oneOf ? optionsOf(option.oneOf) : [option]));

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === "object" && at !== null
        ? (at as Record<PropertyKey, unknown>)[part]
        : undefined,
    input,
  );
}
