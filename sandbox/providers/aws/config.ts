import type { Problem, Props } from "./types";
import { regionProblem } from "./data/regions";
import { isProps, isUnknown } from "./values";

/** What the simulation uses of the provider's configuration. Everything else is taken and not looked at: there is nobody to sign in to. */
export interface ProviderConfig {
  /** undefined in a preview that does not know it yet. */
  readonly region: string | undefined;
  readonly defaultTags: Props;
}

/** Nested settings travel as JSON texts in the configuration of a default provider. */
function decoded(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

export function parseProviderConfig(config: Props): ProviderConfig {
  const region = typeof config.region === "string" ? config.region : undefined;
  const defaults = decoded(config.defaultTags);
  const tags = isProps(defaults) ? decoded(defaults.tags) : undefined;
  return { region: isUnknown(region) ? undefined : region, defaultTags: isProps(tags) ? tags : {} };
}

export function configProblems(config: Props): Problem[] {
  const { region } = config;
  if (isUnknown(region)) return [];
  if (typeof region !== "string" || region === "") {
    return [
      { property: "region", reason: "no region is set; set aws:region, such as ap-northeast-2" },
    ];
  }
  const reason = regionProblem(region);
  return reason === undefined ? [] : [{ property: "region", reason }];
}
