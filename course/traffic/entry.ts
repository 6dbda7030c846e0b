import { UserError } from "../../sandbox/errors";
import type { StackService } from "../../stacks/stack-services";

/** How a service is asked from outside: through which public service, and by what path. */
export interface Entry {
  readonly through: string;
  readonly path: string;
}

/** The paths that the gateway sends on are its own sources': docs/services.md. */
export const entries: Readonly<Record<string, Entry>> = {
  products: { through: "gateway", path: "/products" },
  orders: { through: "gateway", path: "/orders" },
  delivery: { through: "gateway", path: "/deliveries" },
  oauth: { through: "gateway", path: "/oauth/token" },
  gateway: { through: "gateway", path: "/products" },
  ui: { through: "ui", path: "/" },
  customer: { through: "customer", path: "/" },
  preference: { through: "customer", path: "/" },
  recommendation: { through: "customer", path: "/" },
};

/** @throws UserError where it cannot be reached through the stack's public services. */
export function entryOf(name: string, services: readonly StackService[]): Entry {
  const entry = entries[name];
  if (!entry)
    throw new UserError(`Nobody knows how ${name} is reached: give its address by --url.`);
  if (services.some((it) => it.name === entry.through)) return entry;
  throw new UserError(
    `${name} is reached through ${entry.through}, which is switched off in the stack: ` +
      `switch it on, or give an address by --url.`,
  );
}

/** The stack's output that has a public service's address on AWS. */
export const outputOf = ({ through }: Entry): string => `${through}Url`;
