import { ArgumentError } from "../argument-error";

/** Makes one that oauth2-proxy takes. Source: oauth2-proxy, Configuration, "Generating a Cookie Secret"; checked 2026-11-21. */
export const cookieSecretRecipe = "openssl rand -base64 32 | tr -- '+/' '-_'";

/** Of an AES key. */
const lengths = [16, 24, 32];

/**
 * Whether oauth2-proxy would start with it: 16, 24 or 32 bytes, in URL-safe base64 or as they are. The usual
 * base64 of 32 bytes is neither, as soon as it has a + or a /.
 */
export function isCookieSecret(text: string): boolean {
  const [, digits] = /^([\w-]*)=*$/.exec(text) ?? [];
  const decoded = digits === undefined ? 0 : Buffer.from(digits, "base64url").length;
  return lengths.includes(decoded) || lengths.includes(Buffer.byteLength(text));
}

/** @throws ArgumentError without the value. */
export function checkedCookieSecret(text: string): string {
  if (isCookieSecret(text)) return text;
  throw new ArgumentError(
    "authentication.cookieSecret",
    "(secret)",
    `give 16, 24 or 32 bytes in URL-safe base64: ${cookieSecretRecipe}`,
  );
}
