import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { serviceNames } from "../../apps/twelve-street/services";

export type Raw = Record<string, unknown>;

const configOf = (file: string): Raw =>
  (parse(readFileSync(join(__dirname, file), "utf8")) as { config: Raw }).config;

/** A stack's config as it is committed. */
export const committed = (stack: string): Raw => configOf(`../../stacks/Pulumi.${stack}.yaml`);

/** Network, cluster, registry and shop, and no other part: what tests add to. */
export const smallest = (): Raw => configOf("smallest.yaml");

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

/** The smallest over three zones, with two pods of each service: what a test compares the smallest with. */
export const threeZones = (): Raw =>
  serviceNames.reduce(
    (raw, name) => changed(raw, `twelve-street:shop.services.${name}.replicas`, 2),
    changed(
      changed(smallest(), "twelve-street:network.nat", "onePerZone"),
      "twelve-street:network.zones",
      3,
    ),
  );

/** Secrets of the platform's parts. */
export const platformPasswords = {
  databasePassword: "database-password-1",
  cachePassword: "cache-password-12345",
  messagingPassword: "messaging-password-1",
  grafanaPassword: "grafana-password-123",
  alertUrl: "https://hooks.example.com/alert-secret",
  consoleUsers: "teacher:$2y$05$hash",
};

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
