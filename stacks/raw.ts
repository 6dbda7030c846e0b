import { keyOf } from "./issues";
import { nearest, type Problem } from "./problems";
import { secretsKey } from "./secrets";

export const project = "twelve-street";

/** Settings of Pulumi itself and of its providers pass by: they are checked where they are read. */
const foreign = ["aws", "eks", "kubernetes", "pulumi"];

/** Sorts raw keys into the schema's tree, the secrets, and keys that nobody reads. */
export function sortKeys(raw: Readonly<Record<string, unknown>>) {
  const settings: Record<string, unknown> & { region?: unknown } = {};
  const problems: Problem[] = [];
  let secrets: unknown;
  for (const [key, value] of Object.entries(raw)) {
    const [namespace = "", name] = key.includes(":") ? key.split(/:(.*)/s) : [project, key];
    if (key === secretsKey) secrets = value;
    else if (key === "aws:region") settings.region = value;
    else if (namespace === project && name !== undefined && name !== "region")
      settings[name] = structured(value);
    else if (namespace === "aws" && nearest(name ?? "", ["region"]))
      problems.push({ key, value: "not a key that is known here", fix: "did you mean aws:region" });
    else if (!foreign.includes(namespace)) problems.push(strangeNamespace(key, name ?? ""));
  }
  return { settings, secrets, problems };
}

/** A program gets tables as JSON text. */
export function structured(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const strangeNamespace = (key: string, name: string): Problem => ({
  key,
  value: "not a key that is known here",
  fix: `did you mean ${keyOf([name])}`,
});
