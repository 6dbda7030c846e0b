import { UserError } from "../errors";
import type { StateResource } from "./state";

/** What keeps a stack from being destroyed until its config says otherwise. */
export interface Protection {
  /** Where the config says it, as steps from its root; none where somebody protected a resource by hand. */
  readonly path: readonly string[];
  /** The value that protects. */
  readonly value: unknown;
  /** The value that lifts it and loses no data by itself. */
  readonly lifted: unknown;
  /** What would be deleted otherwise. */
  readonly guards: string;
  /** The resources whose state an `up` has to renew. */
  readonly urns: readonly string[];
}

interface Kind extends Omit<Protection, "urns"> {
  readonly types: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    types: ["eks:index:Cluster", "aws:eks/cluster:Cluster"],
    path: ["twelve-street:cluster", "deletionProtection"],
    value: true,
    lifted: false,
    guards: "the cluster",
  },
  {
    types: ["aws:efs/fileSystem:FileSystem"],
    path: ["twelve-street:storage", "efs", "fileSystem", "onDestroy"],
    value: "refuse",
    lifted: "keep",
    guards: "the file system and all its files",
  },
  {
    types: ["aws:rds/instance:Instance"],
    path: ["twelve-street:backingServices", "database", "place", "onDestroy"],
    value: "refuse",
    lifted: "snapshot",
    guards: "the database and its data",
  },
];

const byHand: Omit<Protection, "urns"> = {
  path: [],
  value: undefined,
  lifted: undefined,
  guards: "what somebody protected by hand",
};

const refusesItself = ({ type, inputs }: StateResource): boolean =>
  /:(Cluster|Instance)$/.test(type) && inputs?.deletionProtection === true;

/** What protects the stack, as its state has it: what `destroy` would stumble over. */
export function protectionsOf(resources: readonly StateResource[]): Protection[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const found = new Map<Omit<Protection, "urns">, Set<string>>();
  for (const resource of resources) {
    if (resource.protect !== true && !refusesItself(resource)) continue;
    const kind = kindOf(resource, byUrn);
    const urns = found.get(kind ?? byHand) ?? new Set();
    for (const urn of kind ? family(resource, resources) : [resource.urn]) urns.add(urn);
    found.set(kind ?? byHand, urns);
  }
  return [...found].map(([{ path, value, lifted, guards }, urns]) => ({
    path,
    value,
    lifted,
    guards,
    urns: [...urns],
  }));
}

/** By its own type, or that of a component which it is a part of. */
function kindOf(
  resource: StateResource,
  byUrn: ReadonlyMap<string, StateResource>,
): Kind | undefined {
  for (let at: StateResource | undefined = resource; at; at = byUrn.get(at.parent ?? "")) {
    const { type } = at;
    const kind = kinds.find(({ types }) => types.includes(type));
    if (kind) return kind;
  }
  return undefined;
}

/** It and its siblings: one choice of the config decides over all of them. */
const family = (resource: StateResource, resources: readonly StateResource[]): string[] =>
  resources
    .filter(({ urn, parent }) => urn === resource.urn || parent === resource.parent)
    .map(({ urn }) => urn);

export const keyText = ({ path }: Pick<Protection, "path">): string => path.join(".");

/** "KEY is VALUE", or what else protects. */
export const protectionText = (protection: Protection): string =>
  protection.path.length === 0
    ? `${protection.urns.map((urn) => urn.split("::").at(-1)).join(", ")} is protected by hand`
    : `${keyText(protection)} is ${String(protection.value)}`;

/** @throws UserError where the stack is protected: `destroy` would stop half-way, or refuse in the engine's words. */
export function refuseProtected(stack: string, resources: readonly StateResource[]): void {
  const found = protectionsOf(resources);
  if (found.length === 0) return;
  const set = found
    .filter(({ path }) => path.length > 0)
    .map(
      (one) =>
        `npm run sandbox -- config set ${keyText(one)} ${String(one.lifted)} --stack ${stack}`,
    );
  const up = `npm run sandbox -- up --stack ${stack}`;
  throw new UserError(
    `${found.map(protectionText).join(", and ")}: nothing was deleted. Run ` +
      `${[...set, up].map((command) => `"${command}"`).join(", ")} and destroy again, ` +
      `or let "npm run course -- teardown --stack ${stack} --unprotect" do all of it.`,
  );
}
