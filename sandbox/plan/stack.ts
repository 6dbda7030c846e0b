import program from "../../stacks/main";
import { managedSecretKeys, parseConfig, secretKeys } from "../../stacks/config";
import { secretsKey } from "../../stacks/secrets";
import { committedConfig } from "../engine/config-copy";
import { run, type Recorded } from "../recorded-run";
import { graphOf, type Graph } from "./graph";
import { childrenOf } from "./remote";

/** The graph of a stack as it is committed. Errors: as of `stackResources`. */
export async function stackGraph(stack: string): Promise<Graph> {
  const resources = await stackResources(stack);
  return graphOf(resources, await childrenOf(resources));
}

/**
 * What a stack registers as it is committed, by the stack's own program; no engine, cluster or network.
 * Errors: UserError or ConfigError, each in sentences that say what to do.
 */
export async function stackResources(stack: string): Promise<readonly Recorded[]> {
  const raw = committedConfig(stack);
  const config = parseConfig(stack, raw);
  const secrets = withPlaceholders(secretKeys(config));
  const asText = Object.entries({ ...raw, [secretsKey]: secrets }).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const { resources } = await run(program, {
    stack,
    region: config.region,
    config: Object.fromEntries(asText) as Record<string, string>,
    secretKeys: [secretsKey],
    ...(config.secretsManager && {
      secrets: {
        [config.secretsManager.secretId]: JSON.stringify(
          withPlaceholders(managedSecretKeys(config)),
        ),
      },
    }),
  });
  return resources;
}

/** Long enough for every service's rules. */
const placeholder = "stands-for-a-secret";

/** The tree of secrets that a stack needs, by paths such as `twelve-street:secrets.oauth.PASSWORD`. */
function withPlaceholders(paths: readonly string[]): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (const path of paths) {
    const steps = path.split(".").slice(1);
    const last = steps.pop() ?? "";
    let at = tree;
    for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>;
    at[last] = placeholder;
  }
  return tree;
}
