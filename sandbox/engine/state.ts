import { join } from "node:path";

import type { Stack } from "@pulumi/pulumi/automation";

import { project } from "../../stacks/config";
import { readOr } from "../files";
import { opened, opener, type SecretsProvider } from "./opened";

/** One resource as Pulumi's state holds it; only what the sandbox reads. */
export interface StateResource {
  urn: string;
  id?: string;
  type: string;
  parent?: string;
  custom?: boolean;
  /** The engine refuses to delete it. */
  protect?: boolean;
  /** The engine forgets it, and leaves it where it is. */
  retainOnDelete?: boolean;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

export async function stateOf(stack: Stack): Promise<StateResource[]> {
  const state: { deployment?: { resources?: StateResource[] } } = await stack.exportStack();
  return state.deployment?.resources ?? [];
}

/** The same with its secrets in the open. */
export async function openStateOf(stack: Stack): Promise<StateResource[]> {
  return opened(await stateOf(stack), (it) => it) as StateResource[];
}

interface Recorded {
  readonly resources?: StateResource[];
  readonly secrets_providers?: SecretsProvider;
}

/** Where the file backend keeps a stack's state. */
export const stateFile = (stack: string, backend: string): string =>
  join(backend, ".pulumi", "stacks", project, `${stack}.json`);

/** What the file backend has of a stack. The engine needs seconds to hand out what is thousands of resources. */
function recorded(stack: string, backend: string): { text: string; latest?: Recorded } {
  const text = readOr(stateFile(stack, backend), "");
  if (text === "") return { text };
  const { checkpoint } = JSON.parse(text) as { checkpoint?: { latest?: Recorded } };
  return { text, ...(checkpoint?.latest && { latest: checkpoint.latest }) };
}

const isClosed = ({ text }: { text: string }): boolean => text.includes('"ciphertext"');

/** The resources as the file backend has them, secrets closed. */
export const closedResources = (stack: string, backend: string): StateResource[] | undefined =>
  recorded(stack, backend).latest?.resources;

/** The resources as the file backend has them; undefined where there is none yet, or some of it is encrypted. */
export function recordedResources(stack: string, backend: string): StateResource[] | undefined {
  const its = recorded(stack, backend);
  return isClosed(its) ? undefined : its.latest?.resources;
}

/** The resources as the file backend has them, secrets in the open; undefined where there is none, or they do not open. */
export async function openedResources(
  stack: string,
  backend: string,
  passphrase: string,
): Promise<StateResource[] | undefined> {
  const its = recorded(stack, backend);
  const resources = its.latest?.resources;
  if (!resources || !isClosed(its)) return resources;
  const open = await opener(its.latest?.secrets_providers, passphrase);
  return open && (opened(resources, open) as StateResource[]);
}

const ownComponent = /^twelve-street:(?:components|apps):(\w+)$/;

/**
 * How many resources each part of the stack has made: by the outermost component of ours that each stands
 * under. A chart that is only recorded stands nowhere, and is not counted.
 */
export function countByPart(resources: readonly StateResource[]): Map<string, number> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const counts = new Map<string, number>();
  for (const resource of resources) {
    if (resource.custom !== true || isRecordedOnly(resource)) continue;
    let part = "other";
    for (let at: StateResource | undefined = resource; at; at = byUrn.get(at.parent ?? "")) {
      const own = ownComponent.exec(at.type)?.[1];
      if (own !== undefined) part = own;
    }
    if (!resource.type.startsWith("pulumi:")) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}

/** A chart that does not run here. */
export interface NotInstalled {
  /** Chart and version. */
  readonly chart: string;
  /** How many of its custom resource definitions the API server has all the same. */
  readonly definitions: number;
}

const releaseType = "kubernetes:helm.sh/v3:Release";

interface ReleaseOutputs {
  readonly status?: { readonly status?: string };
  readonly resourceNames?: Readonly<Record<string, readonly string[]>>;
}

const isRecordedOnly = ({ type, outputs }: StateResource): boolean =>
  type === releaseType &&
  (outputs as ReleaseOutputs | undefined)?.status?.status === "not-installed";

/** Charts that are recorded and do not run. */
export function notInstalled(resources: readonly StateResource[]): NotInstalled[] {
  return resources
    .filter(isRecordedOnly)
    .map(({ inputs, outputs, urn }) => {
      const { chart, version } = (inputs ?? {}) as { chart?: string; version?: string };
      const { resourceNames = {} } = outputs as ReleaseOutputs;
      return {
        chart: [chart ?? urn.split("::").at(-1), version].filter(Boolean).join(" "),
        definitions: Object.values(resourceNames).flat().length,
      };
    })
    .sort((a, b) => a.chart.localeCompare(b.chart));
}

/** The packages whose resources stand in the state, such as `aws`. */
export function packagesOf(resources: readonly StateResource[]): Set<string> {
  return new Set(resources.map(({ type }) => type.split(":")[0] ?? ""));
}
