import { readFileSync } from "node:fs";
import { Agent, type RequestOptions } from "node:https";
import { isAbsolute } from "node:path";

import { parse } from "yaml";

import type { Connection } from "./kubeconfig";
import { isObject, type Json } from "./objects";

const clusterKeys = ["server", "certificate-authority", "certificate-authority-data"];
const userKeys = [
  ...["client-certificate", "client-certificate-data", "client-key", "client-key-data", "token"],
];

/**
 * The connection of a kubeconfig's text that names nothing but files, certificates and tokens, as the sandbox's own do;
 * undefined for every other, which client-node reads, and which takes a second to load.
 */
export function plainConnection(text: string): Connection | undefined {
  const file: unknown = text.includes("\n") ? parse(text) : undefined;
  if (!isObject(file)) return undefined;
  const context = named(file, "contexts", file["current-context"], "context");
  const cluster = named(file, "clusters", context?.cluster, "cluster");
  const user = named(file, "users", context?.user, "user");
  if (!cluster || !user || !isPlain(cluster, clusterKeys) || !isPlain(user, userKeys))
    return undefined;
  const { server } = cluster;
  if (typeof server !== "string" || !server.startsWith("https:")) return undefined;
  let made: RequestOptions | undefined;
  return {
    server: new URL(server),
    namespace: typeof context?.namespace === "string" ? context.namespace : "default",
    options: () => Promise.resolve((made ??= optionsOf(cluster, user))),
  };
}

function optionsOf(cluster: Json, user: Json): RequestOptions {
  const ca = content(cluster, "certificate-authority");
  const cert = content(user, "client-certificate");
  const key = content(user, "client-key");
  const tls = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  const { token } = user;
  return {
    ...tls,
    agent: new Agent({ keepAlive: true, ...tls }),
    ...(typeof token === "string" && { headers: { authorization: `Bearer ${token}` } }),
  };
}

function content(from: Json, key: string): Buffer | undefined {
  const [path, data] = [from[key], from[`${key}-data`]];
  if (typeof data === "string") return Buffer.from(data, "base64");
  return typeof path === "string" ? readFileSync(path) : undefined;
}

/** Files that are named by where the kubeconfig stands are for who knows where that is. */
const isPlain = (table: Json, keys: readonly string[]): boolean =>
  Object.entries(table).every(
    ([key, value]) =>
      keys.includes(key) &&
      typeof value === "string" &&
      (!["certificate-authority", "client-certificate", "client-key"].includes(key) ||
        isAbsolute(value)),
  );

function named(file: Json, list: string, name: unknown, below: string): Json | undefined {
  const all = Array.isArray(file[list]) ? (file[list] as unknown[]) : [];
  const found = all.find((one) => isObject(one) && one.name === name);
  return isObject(found) && isObject(found[below]) ? found[below] : undefined;
}
