import { nearest, show, type Problem } from "./problems";
import { entriesOf, isTable, knownSecrets, secretsKey, wrongValue } from "./secrets";

/** The stack's secret in AWS Secrets Manager, as its config names it. */
export interface ManagedSecret {
  readonly secretId: string;
  readonly region: string;
}

/** What the stack asks of it, by full keys. */
export interface Asked {
  readonly needed: readonly string[];
  /** What the encrypted config has already. */
  readonly elsewhere: ReadonlySet<string>;
}

const short = (key: string): string => key.slice(secretsKey.length + 1);

/** What is wrong with it as a whole. */
export const managedProblem = ({ secretId }: ManagedSecret, fix: string): Problem => ({
  key: "twelve-street:secretsManager.secretId",
  value: show(secretId),
  fix,
});

/**
 * The secrets that the text of one in AWS Secrets Manager holds, as a table like that of the encrypted config,
 * and what is wrong with them. No value stands in a problem.
 */
export function readManaged(
  secret: ManagedSecret,
  text: string,
  { needed, elsewhere }: Asked,
): { table: Record<string, unknown>; problems: Problem[] } {
  const written = tableOf(text);
  if (!written) {
    const fix = "its value is no JSON object, give one with a table for each service";
    return { table: {}, problems: [managedProblem(secret, fix)] };
  }
  const entries = entriesOf(written);
  const keys = entries.map(([key]) => key);
  const missing = needed.filter((key) => !keys.includes(key)).map(short);
  const found = entries.flatMap(([key, value], index): Problem[] => {
    if (elsewhere.has(key)) return [inBoth(secret, key)];
    const wrong = wrongOf(key, value, keys.indexOf(key) < index);
    return wrong === undefined ? [] : [managedProblem(secret, wrong)];
  });
  const lacking =
    missing.length === 0
      ? []
      : [managedProblem(secret, `its JSON lacks ${missing.join(", ")}, add what is missing`)];
  return { table: nested(entries), problems: [...lacking, ...found] };
}

function wrongOf(key: string, value: unknown, again: boolean): string | undefined {
  if (!knownSecrets.includes(key)) {
    const meant = nearest(key, knownSecrets);
    const fix = meant ? `did you mean ${short(meant)}` : "take it out";
    return `its ${short(key)} is not a secret that is known here, ${fix}`;
  }
  if (again) return `its JSON has ${short(key)} twice, once in a table, take one away`;
  const wrong = wrongValue(key, value);
  return wrong === undefined ? undefined : `its ${short(key)} is ${wrong}, give another`;
}

const inBoth = ({ secretId }: ManagedSecret, key: string): Problem => ({
  key,
  value: `given here and in ${secretId} of AWS Secrets Manager`,
  fix: `take one away, here with pulumi config rm --path '${key}'`,
});

/** Why a text is no JSON, a parser says with a piece of the text. */
function tableOf(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return isTable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A service's values in a table of its own: AWS's console writes them side by side, as `products.PASSWORD`. */
function nested(entries: readonly [key: string, value: unknown][]): Record<string, unknown> {
  const table: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    const [name = "", inner] = short(key).split(".");
    if (inner === undefined) table[name] = value;
    else table[name] = { ...(table[name] as object | undefined), [inner]: value };
  }
  return table;
}

/** How a value gets there: by a file, as the words of a command stand in histories and lists of processes. */
export function mendManaged({ secretId, region }: ManagedSecret): string {
  const aws = (verb: string, rest: string) =>
    `  aws secretsmanager ${verb} --region ${region} --secret-id ${secretId} ${rest}`;
  return [
    "Mend it in AWS Secrets Manager, by a file that you alone can read:",
    "  umask 077",
    aws("get-secret-value", "--query SecretString --output text > secrets.json"),
    aws("put-secret-value", "--secret-string file://secrets.json && rm secrets.json"),
  ].join("\n");
}
