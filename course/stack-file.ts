import { parseDocument } from "yaml";

import { UserError } from "../sandbox/errors";
import type { Change } from "./rollout/written";

/** A stack's file with its config changed; comments, order and all else stay. */
export function edited(text: string, changes: readonly Change[]): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new UserError(`The stack's file is not valid YAML: ${error.message}`);
  for (const { path, value } of changes) {
    const at = ["config", ...path];
    if (value === undefined) document.deleteIn(at);
    // A plain value takes the place of another in its node, with its comment.
    else
      document.setIn(
        at,
        typeof value === "object"
          ? document.createNode(value, { aliasDuplicateObjects: false })
          : value,
      );
  }
  return document.toString({ lineWidth: 0 });
}
