import assert from "node:assert/strict";

import program from "../../stacks/main";
import { at, run, type Run } from "../mocks";
import { asEngine, committed, passwords, platformPasswords } from "./committed";
import { isHardened, namesItsOwner, readsSecretsFromFiles } from "./hardened";
import { comesAndGoesInOrder } from "./plan";
import { isWhole } from "./whole";

const runs: Partial<Record<string, Promise<Run>>> = {};
const up = (stack: string): Promise<Run> =>
  (runs[stack] ??= run(program, {
    stack,
    config: {
      ...asEngine(committed(stack)),
      "twelve-street:secrets": JSON.stringify({ ...passwords, ...platformPasswords }),
    },
    secretKeys: ["twelve-street:secrets"],
  }));

const charts = ({ ofType }: Run) =>
  ofType("kubernetes:helm.sh/v3:Release")
    .map(({ inputs }) => inputs.chart)
    .sort();

const components = ({ resources }: Run): string[] =>
  [...new Set(resources.map(({ type }) => type))]
    .filter((type) => type.startsWith("twelve-street:components:"))
    .map((type) => type.slice("twelve-street:components:".length));

/** What every course asks for, whatever it stands on. */
const everywhere = ["Network", "Cluster", "Registry", "EfsStorage", "AlbController", "AlbIngress"];

/** What each stack has beside that. */
const shipped: Readonly<Record<string, { has: readonly string[]; charts: readonly string[] }>> = {
  dev: {
    has: [
      ...["BlockStorage", "NginxController", "NginxIngress", "IstioMesh", "MeshConsoles"],
      ...["Observability", "Database"],
    ],
    charts: [
      ...["aws-load-balancer-controller", "base", "cni", "fluent-bit", "gateway", "grafana"],
      ...["istiod", "kiali-server", "prometheus"],
    ],
  },
  prod: {
    has: [
      ...["BlockStorage", "IstioMesh", "MeshConsoles", "Observability", "Database"],
      ...["GatewayApiCrds", "GatewayIngress"],
    ],
    charts: [
      ...["aws-load-balancer-controller", "base", "cni", "fluent-bit", "gateway", "grafana"],
      ...["istiod", "kiali-server", "prometheus"],
    ],
  },
  fargate: {
    has: ["Observability"],
    charts: ["aws-load-balancer-controller", "prometheus"],
  },
};

for (const [stack, { has, charts: wanted }] of Object.entries(shipped))
  describe(`the shipped stack ${stack}`, () => {
    comesAndGoesInOrder(() => up(stack));

    it("has the parts that the course stands on", async () => {
      const made = await up(stack);
      const present = components(made);
      for (const name of [...everywhere, ...has]) assert.ok(present.includes(name), name);
      assert.deepEqual(charts(made), wanted);
    });

    it("keeps every secret out of the open", async () => {
      const secrets = [...Object.values(platformPasswords), passwords.namingKey];
      for (const { name, inputs, secretInputs } of (await up(stack)).resources)
        for (const [key, value] of Object.entries(inputs))
          if (!secretInputs.includes(key))
            for (const secret of secrets)
              assert.ok(!JSON.stringify(value).includes(secret), `${name}.${key}`);
    });

    it("runs hardened pods, which read secrets from files alone, and says whose they are", async () => {
      readsSecretsFromFiles(await up(stack));
      isHardened(await up(stack));
      namesItsOwner(await up(stack));
    });

    it("registers the outputs of every component, and owns every resource", async () => {
      isWhole(await up(stack));
    });
  });

describe("the shipped stacks", () => {
  it("protect prod, and let dev go", async () => {
    const guard = async (stack: string) =>
      at(
        (await up(stack)).one("eks:index:Cluster", `twelve-street-${stack}`).inputs,
        "deletionProtection",
      );
    assert.equal(await guard("prod"), true);
    assert.notEqual(await guard("dev"), true);
  });

  it("have repositories for the lab's images where students push them", async () => {
    const { outputs } = await up("dev");
    const names = Object.keys(outputs.repositories as object);
    for (const name of ["products", "ui", "cm-sandbox", "nginx-blue", "my-ecr"])
      assert.ok(names.includes(name), name);
  });

  it("build the six images where nobody pushes them", async () => {
    const images = (await up("fargate")).ofType("docker-build:index:Image");
    assert.equal(images.length, 6);
    assert.equal((await up("dev")).ofType("docker-build:index:Image").length, 0);
  });

  it("open istiod's ports to the control plane wherever there is a mesh", async () => {
    for (const stack of ["dev", "prod"]) {
      const rules = (await up(stack)).ofType(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      );
      for (const port of [15012, 15017])
        assert.ok(
          rules.some(
            ({ inputs }) =>
              inputs.fromPort === port &&
              inputs.securityGroupId === "sg-0cluster" &&
              inputs.referencedSecurityGroupId === "sg-0cluster",
          ),
          `${stack} ${port}`,
        );
    }
  });

  it("run no node on Fargate", async () => {
    const made = await up("fargate");
    assert.equal(made.ofType("aws:eks/nodeGroup:NodeGroup").length, 0);
    assert.equal(made.ofType("aws:eks/fargateProfile:FargateProfile").length, 1);
  });
});
