import type * as pulumi from "@pulumi/pulumi";

import { Observability } from "../../components/observability";
import { loggingNamespace, observabilityNamespace } from "../../components/observability/names";
import { watchArgs } from "../observability-args";
import { platformSecret, type SecretTable } from "../platform-secrets";
import type { Foundation } from "./foundation";
import type { Storage } from "./storage";

/** Numbers, pictures, alerts and logs, if the config has them. */
export function observability(
  { config, name, tags, cluster }: Foundation,
  { disks }: Storage,
  secrets: pulumi.Output<SecretTable>,
): Observability | undefined {
  const args = watchArgs(config, {
    grafanaPassword: platformSecret(secrets, "grafanaPassword"),
    alertUrl: platformSecret(secrets, "alertUrl"),
  });
  if (!args) return undefined;
  // Fargate's stands behind the nodes'.
  const [podRole] = cluster.pullRoleArns.slice(-1);
  return new Observability(
    `${name}-observability`,
    {
      ...args,
      clusterName: cluster.clusterName,
      region: config.region,
      ...(args.compute !== "nodes" &&
        podRole && { podExecutionRoleName: podRole.apply(nameOfRole) }),
      runsAfter: [
        ...cluster.readyFor(observabilityNamespace, loggingNamespace),
        ...(disks?.ready ?? []),
      ],
      tags,
    },
    { providers: [cluster.provider] },
  );
}

const nameOfRole = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
