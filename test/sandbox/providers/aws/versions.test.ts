import assert from "node:assert/strict";

import { types } from "../../../../sandbox/providers/aws/services/shapes";
import { removeAccounts, Run, withCluster } from "./support";

afterEach(removeAccounts);

/** A cluster of a version, and what brings it, nodes and add-ons to another. */
async function at(version: string) {
  const run = new Run();
  const { cluster, a, b, role } = await withCluster(run, { version });
  const clusterInputs = (wanted: string) => ({
    name: "dev",
    roleArn: role.outputs.arn,
    version: wanted,
    vpcConfig: { subnetIds: [a.id, b.id] },
  });
  const groupInputs = (wanted: string) => ({
    clusterName: "dev",
    nodeGroupName: "labs",
    nodeRoleArn: role.outputs.arn,
    subnetIds: [a.id],
    scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
    version: wanted,
  });
  return {
    run,
    to: (wanted: string) => run.update(cluster, clusterInputs(wanted)),
    planned: (wanted: string) => run.plan(cluster, clusterInputs(wanted)),
    groupInputs,
    nodes: (wanted: string) => run.up(types.nodeGroup, "labs", groupInputs(wanted)),
    addOn: (addonName: string, addonVersion: string) =>
      run.up("aws:eks/addon:Addon", addonName, { clusterName: "dev", addonName, addonVersion }),
  };
}

describe("versions of a simulated EKS cluster", () => {
  it("go up one at a time, and never down", async () => {
    const { to } = await at("1.35");
    await assert.rejects(to("1.34"), /InvalidParameterException: a cluster cannot go down/);
    const newer = await to("1.36");
    assert.equal(newer.inputs.version, "1.36");
    await assert.rejects(
      to("1.34"),
      /cannot go down from 1\.36 to 1\.34; the rollback of EKS is not simulated/,
    );
    const old = await at("1.34");
    await assert.rejects(
      old.to("1.36"),
      /cannot go from 1\.34 to 1\.36 at once; it goes up by one minor version at a time/,
    );
  });

  it("leave nodes at most three minor versions behind, and never ahead", async () => {
    const { nodes } = await at("1.35");
    await assert.rejects(nodes("1.36"), /nodes of 1\.36 are newer than the control plane.* 1\.35/);
    await assert.rejects(nodes("1.31"), /nodes of 1\.31 are more than 3 minor versions older/);
    assert.ok(await nodes("1.35"));
  });

  it("wait for nodes that would be left behind", async () => {
    const { nodes, to } = await at("1.35");
    await nodes("1.32");
    await assert.rejects(to("1.36"), /from 1\.35 to 1\.36 while node group dev:labs has 1\.32/);
  });

  it("bind kube-proxy, and no other add-on", async () => {
    const { addOn } = await at("1.35");
    await assert.rejects(
      addOn("kube-proxy", "v1.36.0-eksbuild.21"),
      /kube-proxies of v1\.36\.0-eksbuild\.21 are newer than the control plane, which has 1\.35/,
    );
    assert.ok(await addOn("kube-proxy", "v1.34.1-eksbuild.2"));
    assert.ok(await addOn("vpc-cni", "v1.99.0-eksbuild.1"));
  });

  it("are taken in a preview for what they are to become", async () => {
    const { run, planned, nodes, groupInputs } = await at("1.35");
    const group = await nodes("1.35");
    await assert.rejects(run.plan(group, groupInputs("1.36")), /newer than the control plane/);
    await planned("1.36");
    const next = await run.plan(group, groupInputs("1.36"));
    assert.equal(next.outputs.releaseVersion, "1.36.0-20261101");
    await assert.rejects(run.update(group, groupInputs("1.36")), /newer than the control plane/);
  });
});
