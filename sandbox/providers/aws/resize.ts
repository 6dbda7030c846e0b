import { Account } from "./account";
import { KubeApi } from "./kube-api";
import { groupLabel, groupMarks } from "./node-objects";
import { NodeGroups } from "./nodes";
import { types } from "./services/shapes";
import type { AccountView, Existing } from "./types";
import { isProps, listOf } from "./values";

/** A node group, as `aws eks describe-nodegroup` would say of it. */
export interface SimulatedGroup {
  readonly name: string;
  readonly instanceType: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly tainted: boolean;
}

export const groupsIn = (account: AccountView): SimulatedGroup[] =>
  account.ofType(types.nodeGroup).map(groupOf);

const nameOf = (group: Existing): string => groupMarks(group).labels[groupLabel] ?? "";

function groupOf(group: Existing): SimulatedGroup {
  const { scalingConfig, instanceTypes } = { ...group.outputs, ...group.inputs };
  const size = (key: string) => {
    const value = isProps(scalingConfig) ? scalingConfig[key] : undefined;
    return typeof value === "number" ? value : 0;
  };
  const [type] = listOf(instanceTypes);
  return {
    name: nameOf(group),
    instanceType: typeof type === "string" ? type : "",
    min: size("minSize"),
    max: size("maxSize"),
    desired: size("desiredSize"),
    tainted: groupMarks(group).taints.some(({ effect }) => effect !== "PreferNoSchedule"),
  };
}

/**
 * What `aws eks update-nodegroup-config --scaling-config desiredSize=N` does: the account says so, and the group's nodes
 * come or go. Asked again after it was cut off, it goes on.
 *
 * @throws Error as EKS refuses a size outside of the group's own bounds
 */
export async function resizeGroup(
  place: { readonly account: string; readonly kubeconfig: string },
  name: string,
  nodes: number,
): Promise<void> {
  const account = new Account(place.account);
  const api = new KubeApi(place.kubeconfig);
  // Nobody else brings the nodes, so a cluster that refuses or does not answer leaves the account as it was.
  await api.call("GET", "/api/v1/nodes?limit=1");
  const resized = await account.change((state) => {
    const group = state.ofType(types.nodeGroup).find((it) => nameOf(it) === name);
    if (!group) throw new Error(`ResourceNotFoundException: No node group found for name: ${name}`);
    const { min, max } = groupOf(group);
    if (nodes < min || nodes > max)
      throw new Error(
        `InvalidParameterException: desired capacity ${nodes} must be between minSize ${min} and maxSize ${max}`,
      );
    const { scalingConfig } = group.inputs;
    const size = { ...(isProps(scalingConfig) ? scalingConfig : {}), desiredSize: nodes };
    const changed = { ...group, inputs: { ...group.inputs, scalingConfig: size } };
    state.put(changed);
    return changed;
  });
  const watch = { signal: new AbortController().signal, status: () => undefined };
  const groups = new NodeGroups(() => api);
  await groups.settle(resized, await account.view(), watch);
}
