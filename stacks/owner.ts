import type * as pulumi from "@pulumi/pulumi";

import type { StackConfig } from "./config";

const workloads = ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"];

interface Metadata {
  readonly labels?: object;
  readonly annotations?: object;
}

/**
 * Marks what a part runs with whom to turn to. The pods' own template stays as it is: another owner is
 * no reason to start them anew.
 */
export function ownerMarks(owner: StackConfig["owner"]): pulumi.ResourceTransformation[] {
  if (!owner) return [];
  const marked = ({ labels, annotations, ...rest }: Metadata) => ({
    ...rest,
    labels: { ...labels, owner: owner.name },
    annotations: { ...annotations, email: owner.email },
  });
  return [
    ({ type, props, opts }) => {
      if (!workloads.includes(type)) return undefined;
      const { metadata, ...rest } = props as { readonly metadata: Metadata };
      return { props: { ...rest, metadata: marked(metadata) }, opts };
    },
  ];
}
