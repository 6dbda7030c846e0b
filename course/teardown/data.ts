import type { StateResource } from "../../sandbox/engine/state";
import type { Item } from "./holders";
import { keys } from "./keys";
import { prices } from "./prices";

/** What becomes of data, and by whose word. */
export interface DataFate {
  readonly what: string;
  readonly fate: "deleted" | "kept";
  /** What decided it, and what keeping it costs. */
  readonly why: string;
}

/**
 * What becomes of the data, as the state has it: what the last `up` found in the config. What is
 * protected stands elsewhere.
 */
export const fatesOf = (resources: readonly StateResource[]): DataFate[] => [
  ...ofType(resources, "aws:efs/fileSystem:FileSystem").map(fileSystem),
  ...ofType(resources, "aws:rds/instance:Instance").map(database),
  ...ofType(resources, "aws:cloudwatch/logGroup:LogGroup")
    .filter(({ inputs }) => inputs?.skipDestroy === true)
    .map(logGroup),
  ...images(repositories(resources).filter(({ inputs }) => inputs?.forceDelete === true)),
];

/** Repositories that do not go as long as they hold images. */
export const guardedRepositories = (resources: readonly StateResource[]): StateResource[] =>
  repositories(resources).filter(({ inputs }) => inputs?.forceDelete !== true);

const ofType = (resources: readonly StateResource[], wanted: string): StateResource[] =>
  resources.filter(({ type, protect }) => type === wanted && protect !== true);

const repositories = (resources: readonly StateResource[]): StateResource[] =>
  ofType(resources, "aws:ecr/repository:Repository");

function fileSystem({ id = "?", retainOnDelete }: StateResource): DataFate {
  const what = `EFS file system ${id} with all its files`;
  return retainOnDelete
    ? { what, fate: "kept", why: `${keys.efs} is keep; ${prices.efs}` }
    : { what, fate: "deleted", why: `${keys.efs} is delete` };
}

function database({ id = "?", inputs = {} }: StateResource): DataFate {
  const { finalSnapshotIdentifier: snapshot } = inputs;
  return typeof snapshot === "string"
    ? {
        what: `database ${id} as snapshot ${snapshot}`,
        fate: "kept",
        why: `${keys.database} is snapshot; ${prices.snapshot}`,
      }
    : { what: `database ${id} with its data`, fate: "deleted", why: `${keys.database} is delete` };
}

const logGroup = ({ id = "?" }: StateResource): DataFate => ({
  what: `log group ${id}`,
  fate: "kept",
  why: `${keys.logs} is keep; ${prices.logs}`,
});

const images = ({ length }: readonly StateResource[]): DataFate[] =>
  length === 0
    ? []
    : [
        {
          what: `${length} image ${length === 1 ? "repository" : "repositories"} with all images`,
          fate: "deleted",
          why: `${keys.images} is true`,
        },
      ];

/** What becomes of the volumes that the cluster's claims have. */
export function volumeFates(volumes: readonly Item[], retained: readonly Item[]): DataFate[] {
  const named = (items: readonly Item[]) =>
    `${items.length} volume${items.length === 1 ? "" : "s"} of claims (${items
      .map(({ spec }) => `${spec?.claimRef?.namespace ?? ""}/${spec?.claimRef?.name ?? ""}`)
      .join(", ")})`;
  return [
    ...(volumes.length > 0
      ? [{ what: named(volumes), fate: "deleted" as const, why: "their class deletes them" }]
      : []),
    ...(retained.length > 0
      ? [
          {
            what: named(retained),
            fate: "kept" as const,
            why: `their class retains them; ${prices.gp3}`,
          },
        ]
      : []),
  ];
}
