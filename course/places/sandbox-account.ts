import { relative } from "node:path";

import { UserError } from "../../sandbox/errors";
import { stackPaths } from "../../sandbox/engine/platform";
import type { Target } from "../../sandbox/engine/target";
import { Account as AccountFile } from "../../sandbox/providers/aws/account";
import { groupsIn, resizeGroup } from "../../sandbox/providers/aws/resize";
import { Refused, Unreachable } from "../../sandbox/providers/aws/kube-api";
import type { Existing } from "../../sandbox/providers/aws/types";
import { ApiError, UnreachableError } from "../../sandbox/providers/kubernetes/errors";
import { isMarked, type Account, type Tagged } from "./account";

/** The sandbox's simulated account: a file, which knows what the program and the cluster's controllers have made. */
export function sandboxAccount(stack: string, target: Target): Account {
  const { aws } = stackPaths(stack);
  const groups = async () => groupsIn(await new AccountFile(aws).view());
  return {
    simulated: true,
    byHand: `take it out of ${relative(process.cwd(), aws)}, or run "npm run sandbox -- stop --forget --stack ${stack}"`,
    lagMs: 0,
    async tagged(scope) {
      const { all } = await new AccountFile(aws).view();
      return all.map(taggedOf).filter(({ tags }) => isMarked(tags, scope));
    },
    nodeGroups: groups,
    async resize(_, group, nodes) {
      if (!target.embedded)
        throw new UserError(
          "This stack runs on a cluster of your own, whose nodes are yours to scale.",
        );
      const at = { account: aws, kubeconfig: target.kubeconfig };
      await resizeGroup(at, group, nodes).catch((error: unknown) => {
        throw ofCluster(error);
      });
    },
  };
}

/** What the simulated account's own client says of the cluster, as the course's clients do. */
export function ofCluster(error: unknown): unknown {
  if (error instanceof Refused) return new ApiError(error.status, { message: error.message });
  if (error instanceof Unreachable)
    return new UnreachableError(error.server, error.cause instanceof Error ? error.cause : error);
  return error;
}

function taggedOf({ type, id, inputs, outputs }: Existing): Tagged {
  const arn = [outputs.arn, inputs.arn, id].find((it) => String(it).startsWith("arn:"));
  return {
    arn: typeof arn === "string" ? arn : `${type} ${id}`,
    tags: (inputs.tags ?? {}) as Tagged["tags"],
  };
}
