import { isDeepStrictEqual } from "node:util";
import type { Props } from "./types";
import { isProps } from "./values";

/** Names under which the SDK's arguments carry secrets, at any depth: a listener's `authenticateOidc.clientSecret`, a broker's user's `password`. */
const secretName =
  /(?:password|passphrase|clientSecret|secretString|secretKey|privateKey|authToken|accessToken)(?:s|Wo)?$/i;

/** A switch such as `manageMasterUserPassword` is none. */
const isSecret = (key: string, value: unknown): boolean =>
  secretName.test(key) && typeof value !== "boolean";

function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  return isProps(value) ? withoutSecrets(value) : value;
}

/** What the account's file may keep of properties; `more` names further secrets among them. */
export function withoutSecrets(properties: Props, more: readonly string[] = []): Props {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key, value]) => !isSecret(key, value) && !more.includes(key))
      .map(([key, value]) => [key, open(value)]),
  );
}

/** What the file does not keep is what the engine remembers, as long as the rest of the property is still so. */
export function withRemembered(
  kept: Props,
  remembered: Props,
  more: readonly string[] = [],
): Props {
  const openly = withoutSecrets(remembered, more);
  const secret = Object.entries(remembered).filter(
    ([key, value]) =>
      !isDeepStrictEqual(openly[key], value) && isDeepStrictEqual(openly[key], kept[key]),
  );
  return { ...kept, ...Object.fromEntries(secret) };
}
