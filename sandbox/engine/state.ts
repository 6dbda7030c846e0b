import type { Stack } from "@pulumi/pulumi/automation";

/** One resource as Pulumi's state holds it; only what the sandbox reads. */
export interface StateResource {
  urn: string;
  type: string;
  parent?: string;
  custom?: boolean;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

export async function stateOf(stack: Stack): Promise<StateResource[]> {
  const state: { deployment?: { resources?: StateResource[] } } = await stack.exportStack();
  return state.deployment?.resources ?? [];
}

const ownComponent = /^twelve-street:(?:components|apps):(\w+)$/;

/** How many resources each part of the stack has made: by the outermost component of ours that each stands under. */
export function countByPart(resources: readonly StateResource[]): Map<string, number> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const counts = new Map<string, number>();
  for (const resource of resources) {
    if (resource.custom !== true) continue;
    let part = "other";
    for (let at: StateResource | undefined = resource; at; at = byUrn.get(at.parent ?? "")) {
      const own = ownComponent.exec(at.type)?.[1];
      if (own !== undefined) part = own;
    }
    if (!resource.type.startsWith("pulumi:")) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}

/** Charts that could not be pulled and therefore do not run. */
export function notInstalled(resources: readonly StateResource[]): string[] {
  return resources
    .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
    .filter(({ outputs }) => {
      const status = outputs?.status as { status?: string } | undefined;
      return status?.status === "not-installed";
    })
    .map(({ inputs, urn }) => {
      const { chart, version } = (inputs ?? {}) as { chart?: string; version?: string };
      return [chart ?? urn.split("::").at(-1), version].filter(Boolean).join(" ");
    })
    .sort();
}

/** The packages whose resources stand in the state, such as `aws`. */
export function packagesOf(resources: readonly StateResource[]): Set<string> {
  return new Set(resources.map(({ type }) => type.split(":")[0] ?? ""));
}
