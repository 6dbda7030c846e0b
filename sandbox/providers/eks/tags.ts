import { output, type Input, type Output } from "@pulumi/pulumi";

/** The add-ons' schema types tags as a list of maps; AWS takes one map. */
export const mergedTags = (
  tags: Input<Input<Record<string, Input<string>>>[]>,
): Output<Record<string, string>> =>
  output(tags).apply((given) => {
    const maps: Record<string, string>[] = Array.isArray(given) ? given : [given];
    return Object.assign({}, ...maps) as Record<string, string>;
  });
