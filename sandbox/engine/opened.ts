import { createDecipheriv, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";

import { secretSignature, signatureKey } from "../signatures";

/** How a state says by what its secrets are opened. */
export interface SecretsProvider {
  readonly type: string;
  readonly state?: { readonly salt?: string };
}

type Open = (ciphertext: string) => string;

/**
 * Opens what a passphrase has closed; undefined where another provider has closed it, or the passphrase is another.
 * Source: pulumi pkg/secrets/passphrase, symmetricCrypterFromPhraseAndState; sdk/go/common/resource/config/crypt.go; checked 2026-11-22.
 */
export async function opener(
  provider: SecretsProvider | undefined,
  passphrase: string,
): Promise<Open | undefined> {
  const [version, salt = "", ...proof] = provider?.state?.salt?.split(":") ?? [];
  if (provider?.type !== "passphrase" || version !== "v1") return undefined;
  const derive = promisify(pbkdf2);
  const key = await derive(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  const open: Open = (ciphertext) => {
    const [form, nonce = "", message = ""] = ciphertext.split(":");
    if (form !== "v1") throw new Error("a secret of the state is in a form that is not known here");
    const sealed = Buffer.from(message, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(sealed.subarray(-16));
    return decipher.update(sealed.subarray(0, -16), undefined, "utf8") + decipher.final("utf8");
  };
  try {
    return open(proof.join(":")) === "pulumi" ? open : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A value of the state with its secrets in the open. What the engine itself has opened it gives as JSON in `plaintext`. What
 * holds no secret stays the very value it was: a state has millions of them.
 */
export function opened(value: unknown, open: Open): unknown {
  if (typeof value !== "object" || value === null) return value;
  const table = value as Record<string, unknown>;
  if (table[signatureKey] === secretSignature) return openedSecret(table, open);
  let changed: Record<string, unknown> | undefined;
  for (const key in table) {
    const its = table[key];
    if (typeof its !== "object" || its === null) continue;
    const now = opened(its, open);
    if (now === its) continue;
    changed ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...table }) as typeof table;
    changed[key] = now;
  }
  return changed ?? value;
}

function openedSecret({ ciphertext, plaintext, value }: Record<string, unknown>, open: Open) {
  const text = typeof ciphertext === "string" ? open(ciphertext) : plaintext;
  return typeof text === "string" ? opened(JSON.parse(text), open) : value;
}
