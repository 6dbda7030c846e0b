import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Inputs } from "@pulumi/pulumi";

import { constructs } from "../../../../sandbox/providers/eks/components";
import { run, type Run } from "../../../mocks";

export const kubeconfig = { kind: "Config", clusters: [{ name: "sandbox" }] };

/** Gives the tests of a file a kubeconfig to be found where the sandbox says. */
export function withKubeconfig(): void {
  const folder = mkdtempSync(join(tmpdir(), "eks-test-"));
  before(() => {
    const file = join(folder, "kubeconfig");
    writeFileSync(file, JSON.stringify(kubeconfig));
    process.env.SANDBOX_KUBECONFIG = file;
  });
  after(() => {
    delete process.env.SANDBOX_KUBECONFIG;
    rmSync(folder, { recursive: true });
  });
}

/** Constructs a component as the engine would ask for it, and resolves its outputs. */
export function construct(type: string, name: string, inputs: Inputs): Promise<Run> {
  return run(async () => {
    const make = constructs[type];
    if (!make) throw new Error(`no ${type}`);
    const { state } = await make(name, inputs, {});
    return state;
  });
}

/** Versions are given, so that the tests hang on no table of versions. */
export const basicCluster = {
  name: "twelve",
  vpcId: "vpc-1",
  publicSubnetIds: ["subnet-a"],
  privateSubnetIds: ["subnet-b", "subnet-c"],
  skipDefaultNodeGroup: true,
  authenticationMode: "API",
  kubeProxyAddonOptions: { enabled: true, version: "v1.36.0-eksbuild.1" },
  vpcCniOptions: { addonVersion: "v1.20.0-eksbuild.1" },
};

/** Type and name of every resource, each below its parent's type: what a state file shows. */
export const tree = ({ resources }: Run): string[] =>
  resources
    .map(
      ({ type, name, parent }) =>
        `${parent.split("::")[2]?.split("$").pop() ?? ""} > ${type} ${name}`,
    )
    .sort();

/** Asserts the keys that are named; there may be others. */
export function has(actual: Inputs, expected: Inputs): void {
  const named = Object.keys(expected).map((key) => [key, actual[key] as unknown]);
  assert.deepEqual(Object.fromEntries(named), expected);
}
