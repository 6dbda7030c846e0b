import { InvalidArgumentError } from "commander";

import type { Match } from "../../components/rollout";

/** `header:x-group=b`, `cookie:group=b`, `userAgent=Mobile`; `^=` for a prefix, `~=` for a regular expression. */
export function matches(text: string, before: readonly Match[] = []): readonly Match[] {
  const found = /^(?:(header|cookie):([^=^~]+)|userAgent)([\^~]?=)(.+)$/.exec(text);
  if (!found) throw new InvalidArgumentError("give for example header:x-group=b or userAgent~=.*x");
  const [, by, name = "", how = "=", value = ""] = found;
  const key = ({ "=": "exact", "^=": "prefix", "~=": "regex" } as const)[how] ?? "exact";
  const of = by === undefined ? { by: "userAgent" } : { by, name };
  return [...before, { ...of, [key]: value } as Match];
}
