import { setTimeout as sleep } from "node:timers/promises";

import { isTrue, type Condition } from "../../sandbox/conditions";
import { UserError } from "../../sandbox/errors";
import type { Progress } from "../../sandbox/progress";
import type { Api } from "../../sandbox/providers/kubernetes/api";
import { sentence } from "../classroom/sentences";
import type { Change } from "./plan";

const sizesText = (changes: readonly Change[]): string =>
  changes.map(({ group, before, after }) => `${group} (${before} → ${after})`).join(", ");

/** Sets the groups one after the other. @throws UserError that tells which are set and which are not */
export async function resizeAll(
  changes: readonly Change[],
  resize: (group: string, nodes: number) => Promise<void>,
): Promise<void> {
  for (const [index, change] of changes.entries()) {
    try {
      await resize(change.group, change.after);
    } catch (error) {
      const [done, left] = [changes.slice(0, index), changes.slice(index + 1)];
      const rest = [
        ...(done.length > 0 ? [`set before it: ${sizesText(done)}`] : []),
        ...(left.length > 0 ? [`not set: ${sizesText(left)}`] : []),
      ].join("; ");
      const said = sentence(error, `The node group ${sizesText([change])} cannot be set`);
      throw new UserError(
        `${said}${rest === "" ? "" : ` Of the others, ${rest}.`} The same command goes on from there.`,
        { cause: error },
      );
    }
  }
}

interface Node {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly status?: { readonly conditions?: Condition[] };
}

/** The label that EKS gives to the nodes of a managed group. */
const groupLabel = "eks.amazonaws.com/nodegroup";

const lookEveryMs = 1_000;

/**
 * Waits until each group has as many ready nodes as it is to have. Asked of the cluster: EKS says ACTIVE before that.
 *
 * @throws UserError where the nodes do not come in time, or cannot be looked at
 */
export async function settled(
  api: Pick<Api, "request">,
  changes: readonly Change[],
  patience: number,
  progress: Progress,
): Promise<void> {
  const deadline = Date.now() + patience * 1_000;
  progress.step("Waiting for the nodes");
  for (;;) {
    const items = await nodesOf(api, changes);
    const ready = items.filter(({ status }) => isTrue(status?.conditions, "Ready"));
    const count = (nodes: readonly Node[], group: string) =>
      nodes.filter(({ metadata }) => metadata.labels?.[groupLabel] === group).length;
    const missing = changes.filter(
      ({ group, after }) => count(ready, group) !== after || count(items, group) !== after,
    );
    if (missing.length === 0) break;
    const words = missing.map(
      (it) => `${it.group}: ${count(ready, it.group)} of ${it.after} ready`,
    );
    if (Date.now() > deadline)
      throw new UserError(
        `After ${patience} s the nodes are not as they should be (${words.join(", ")}). EKS goes on with it: run the same command again to wait, or look with "aws eks describe-nodegroup".`,
      );
    progress.detail(words.join(", "));
    await sleep(lookEveryMs);
  }
  progress.done(changes.map(({ group, after }) => `${group}: ${after} ready`).join(", "));
}

async function nodesOf(
  api: Pick<Api, "request">,
  changes: readonly Change[],
): Promise<readonly Node[]> {
  try {
    return (await api.request<{ items: Node[] }>("GET", "/api/v1/nodes")).items;
  } catch (error) {
    const done = changes.filter(({ before, after }) => before !== after);
    const what =
      done.length > 0
        ? `The node groups are set, ${sizesText(done)}, but whether their nodes are ready cannot be seen`
        : "No node group had to be set, but whether the nodes are ready cannot be seen";
    throw new UserError(sentence(error, what), { cause: error });
  }
}
