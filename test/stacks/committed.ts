import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

export type Raw = Record<string, unknown>;

/** A stack's config as it is committed. */
export function committed(stack: string): Raw {
  const file = join(__dirname, "../../stacks", `Pulumi.${stack}.yaml`);
  return (parse(readFileSync(file, "utf8")) as { config: Raw }).config;
}

export const passwords = {
  namingKey: "a-long-random-text-that-keys-hashes",
  products: { SPRING_DATASOURCE_PASSWORD: "products-pass" },
  orders: { SPRING_DATASOURCE_PASSWORD: "orders-pass" },
  delivery: { SPRING_DATASOURCE_PASSWORD: "delivery-pass" },
  oauth: { SPRING_DATASOURCE_PASSWORD: "oauth-pass" },
};

/** The config with one value set, or taken out: `changed(raw, "twelve-street:shop.services.ui.replicas", 0)`. */
export function changed(raw: Raw, key: string, value: unknown): Raw {
  const copy = structuredClone(raw);
  const [top = "", ...path] = key.split(".");
  if (path.length === 0) {
    put(copy, top, value);
    return copy;
  }
  let at = (copy[top] ??= {}) as Raw;
  for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Raw;
  put(at, path.at(-1) ?? "", value);
  return copy;
}

function put(table: Raw, key: string, value: unknown): void {
  table[key] = value;
  if (value === undefined) Reflect.deleteProperty(table, key);
}

/** The config as the engine hands it to a program, with its secrets decrypted. */
export function asEngine(raw: Raw): Record<string, string> {
  const whole = { ...raw, "twelve-street:secrets": passwords };
  return Object.fromEntries(
    Object.entries(whole).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
