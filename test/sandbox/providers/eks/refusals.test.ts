import assert from "node:assert/strict";

import { InputPropertiesError } from "@pulumi/pulumi";

import { basicCluster, construct, withKubeconfig } from "./components";

/** The names of the refused arguments, in order. */
async function refused(type: string, inputs: object): Promise<string[]> {
  try {
    await construct(type, "c", { ...inputs });
  } catch (error) {
    assert.ok(error instanceof InputPropertiesError, String(error));
    return error.errors.map(({ propertyPath }) => propertyPath).sort();
  }
  return [];
}

const cluster = (inputs: object) => refused("eks:index:Cluster", { ...basicCluster, ...inputs });

describe("refusals of the simulated @pulumi/eks", () => {
  withKubeconfig();

  const cases: readonly [string, object, string[]][] = [
    [
      "what only real machines can honour",
      { proxy: "http://p", autoMode: { enabled: true } },
      ["autoMode", "proxy"],
    ],
    ["a default node group", { skipDefaultNodeGroup: false }, ["skipDefaultNodeGroup"]],
    ["a cluster without its VPC", { vpcId: undefined }, ["vpcId"]],
    ["subnets given twice", { subnetIds: ["subnet-d"] }, ["subnetIds"]],
    [
      "access entries without the API mode",
      { authenticationMode: "CONFIG_MAP", accessEntries: {} },
      ["accessEntries"],
    ],
    ["mappings without the ConfigMap", { roleMappings: [{ roleArn: "arn:x" }] }, ["roleMappings"]],
    ["an unknown mode", { authenticationMode: "api" }, ["authenticationMode"]],
    [
      "one role and many",
      { authenticationMode: "API_AND_CONFIG_MAP", instanceRole: {}, instanceRoles: [{}] },
      ["instanceRoles"],
    ],
    ["node options given twice", { nodeGroupOptions: {}, minSize: 0 }, ["minSize"]],
    ["an argument that the SDK does not have", { nodeGroup: "x" }, ["nodeGroup"]],
  ];
  for (const [what, inputs, expected] of cases)
    it(`name ${what}`, async () => assert.deepEqual(await cluster(inputs), expected));

  it("accept Auto Mode that is off, and empty lists of mappings", async () =>
    assert.deepEqual(await cluster({ autoMode: { enabled: false }, roleMappings: [] }), []));

  it("name user data of a managed node group, and a missing role", async () =>
    assert.deepEqual(
      await refused("eks:index:ManagedNodeGroup", {
        cluster: {},
        userData: "#!/bin/sh",
        gpu: true,
      }),
      ["gpu", "nodeRole", "userData"],
    ));

  it("name the way out for self-managed nodes", async () => {
    await assert.rejects(
      construct("eks:index:NodeGroupV2", "n", {}),
      /refuses eks\.NodeGroupV2; use a managed node group or Fargate/,
    );
  });
});
