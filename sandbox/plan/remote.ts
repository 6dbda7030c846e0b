import { devNull } from "node:os";

import { constructs as eks } from "../providers/eks/components";
import { constructs as ingressNginx } from "../providers/ingress-nginx/components";
import { run, type Recorded } from "../recorded-run";
import type { Children } from "./graph";

const constructs = { ...eks, ...ingressNginx };

/**
 * What the plugins of remote components make for them, as the sandbox's stand-ins of these plugins do.
 * A component's inputs are all there when its plugin is asked, so its children wait for them through it.
 */
export async function childrenOf(resources: readonly Recorded[]): Promise<Children> {
  // The stand-in of eks reads the sandbox's kubeconfig; here there is none, and nobody uses it.
  process.env.SANDBOX_KUBECONFIG ??= devNull;
  const components = resources.filter(({ remote }) => remote);
  const made = await run(async () => {
    for (const { type, name, inputs } of components) {
      const make = constructs[type];
      if (!make) throw new Error(`The plan does not know what a plugin makes of ${type}.`);
      await make(name, inputs, {});
    }
    return {};
  });
  return new Map(components.map((it) => [it.urn, below(it, made.resources)]));
}

/** The children of a component that was made alone, as children of the program's. */
function below(component: Recorded, made: readonly Recorded[]): readonly Recorded[] {
  const alone = made.find(({ type, name }) => type === component.type && name === component.name);
  if (!alone) throw new Error(`The stand-in of ${component.type} registers no such component.`);
  const family = new Set([alone.urn]);
  const moved = (urn: string): string =>
    urn === alone.urn
      ? component.urn
      : urn && `${component.urn}/${urn.split("::").slice(2).join("::")}`;
  return made
    .filter(({ urn, parent }) => family.has(parent) && family.add(urn))
    .map((it) => ({
      ...it,
      urn: moved(it.urn),
      parent: moved(it.parent),
      provider: moved(it.provider),
      dependencies: it.dependencies.map(moved),
    }));
}
