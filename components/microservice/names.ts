import { createHash, createHmac } from "node:crypto";

import type { SlotName } from "../rollout";

/** A slot's Deployment. The first slot that a service ever had bears its name. */
export const objectName = (app: string, slot: SlotName): string =>
  slot === "stable" ? app : `${app}-${slot}`;

/**
 * The Pulumi name of an object of a service: its name in the cluster, with the component's name for the service's where
 * they differ. Every object's name begins with its service's.
 */
export const labelled =
  (component: string, service: string) =>
  (object: string): string =>
    component + object.slice(service.length);

/** By which a run that was cut off tells what is live. */
export const releaseAnnotation = "rollout.twelve-street/release";

const suffixLength = 10;

const canonical = (data: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A name that follows the content: a change makes a new object, and the old one stays for the old pods. */
export function configName(base: string, data: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(canonical(data)).digest("hex");
  return `${base}-${hash.slice(0, suffixLength)}`;
}

/**
 * The same for secrets. A plain hash would give a short secret away: names are public, and a
 * password of few characters is found by hashing them all. So the hash is keyed with another
 * secret, and without that key the name tells nothing.
 */
export function secretName(
  base: string,
  data: Readonly<Record<string, string>>,
  key: string,
): string {
  const hash = createHmac("sha256", key).update(canonical(data)).digest("hex");
  return `${base}-${hash.slice(0, suffixLength)}`;
}
