import { relative } from "node:path";

import { UserError } from "../../sandbox/errors";
import { stackPaths } from "../../sandbox/engine/platform";
import type { Target } from "../../sandbox/engine/target";
import { Account as AccountFile } from "../../sandbox/providers/aws/account";
import { groupsIn, resizeGroup } from "../../sandbox/providers/aws/resize";
import type { Existing } from "../../sandbox/providers/aws/types";
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
      await resizeGroup({ account: aws, kubeconfig: target.kubeconfig }, group, nodes);
    },
  };
}

function taggedOf({ type, id, inputs, outputs }: Existing): Tagged {
  const arn = [outputs.arn, inputs.arn, id].find((it) => String(it).startsWith("arn:"));
  return {
    arn: typeof arn === "string" ? arn : `${type} ${id}`,
    tags: (inputs.tags ?? {}) as Tagged["tags"],
  };
}
