import program from "../../stacks/main";
import { managedSecretKeys, parseStack, secretKeys } from "../../stacks/config";
import { secretsKey } from "../../stacks/secrets";
import { committedConfig } from "../engine/config-copy";
import { run, type Recorded, type Run } from "../recorded-run";
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
export const stackResources = async (stack: string): Promise<readonly Recorded[]> =>
  (await recordedStack(stack)).resources;

/** The run of a stack's program; a classroom's after its platform's, whose outputs it reads. */
async function recordedStack(stack: string): Promise<Run> {
  const raw = committedConfig(stack);
  const config = parseStack(stack, raw);
  const stacks =
    config.kind === "classroom"
      ? { [config.platform]: (await recordedStack(config.platform)).outputs }
      : {};
  const secrets = withPlaceholders(secretKeys(config));
  const asText = Object.entries({ ...raw, [secretsKey]: secrets }).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return run(program, {
    stack,
    region: config.region,
    config: Object.fromEntries(asText) as Record<string, string>,
    secretKeys: [secretsKey],
    stacks,
    ...(config.kind === "platform" &&
      config.secretsManager && {
        secrets: {
          [config.secretsManager.secretId]: JSON.stringify(
            withPlaceholders(managedSecretKeys(config)),
          ),
        },
      }),
  });
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
