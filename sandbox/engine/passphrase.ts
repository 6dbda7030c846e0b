import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { readOrMake } from "../files";

/** What closes the secrets in the states and configs of a sandbox. */
export const passphrase = (root: string): string =>
  readOrMake(join(root, "passphrase"), () => randomBytes(32).toString("base64url"));
