import { chmodSync } from "node:fs";
import { join } from "node:path";

import { writePrivate } from "../files";

/** At least what the official eks component asks for. */
const script = `#!/bin/sh
if [ "$1" = --version ]; then
  echo "aws-cli/2.7.0 of the twelve-street sandbox, without an account"
else
  echo "aws: this is the sandbox's stand-in, which has no account" >&2
  exit 1
fi
`;

/**
 * A folder with an `aws` for who has none: the official eks component looks for one, and at its version, before it
 * looks at any argument. Source: pulumi-eks, nodejs/eks/dependencies.ts; checked 2026-11-21.
 */
export function folderWithAws(root: string): string {
  const folder = join(root, "bin");
  const file = join(folder, "aws");
  writePrivate(file, script);
  chmodSync(file, 0o700);
  return folder;
}
