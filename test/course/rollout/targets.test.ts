import assert from "node:assert/strict";

import { Microservice } from "../../../components/microservice";
import type { Rollout } from "../../../components/rollout";
import { targets, type Scope } from "../../../course/rollout/targets";
import { run } from "../../mocks";

const image = (version: string) => ({ version, image: `example.org/web:${version}` });
const rollout: Rollout = {
  strategy: "canary",
  stable: image("v1"),
  canary: image("v2"),
  steps: [{ weight: 10 }],
  at: 0,
};

/** As the engine reads a glob: `*` stops at a colon, `**` does not. */
const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split("**")
      .map((part) =>
        part
          .split("*")
          .map((text) => text.replace(/[.$^]/g, "\\$&"))
          .join("[^:]*"),
      )
      .join(".*")}$`,
  );

const resources = run(() => {
  const resourcesOf = { cpuMillis: 50, cpuLimitMillis: 500, memoryMiB: 64, memoryLimitMiB: 128 };
  for (const name of ["web", "web2"])
    new Microservice(name, {
      namespace: "shop",
      rollout,
      replicas: { min: 2, max: 4 },
      resources: resourcesOf,
      config: { COLOUR: "blue" },
      secrets: { TOKEN: "secret" },
      namingKey: "a-long-random-text",
      mesh: {},
      callers: ["gateway"],
    });
  return {};
}).then((made) => made.resources.filter(({ type }) => type.startsWith("kubernetes:")));

async function hit(scope: Scope): Promise<string[]> {
  const patterns = targets("web", scope).map(glob);
  return (await resources)
    .filter(({ urn }) => patterns.some((pattern) => pattern.test(urn)))
    .map(({ urn }) => urn.split("$").at(-1) ?? "")
    .sort();
}

describe("course rollout: what one up is about", () => {
  it("is all that the service's component makes, and no other service's", async () => {
    const own = (await resources).filter(({ name }) => /^web(-|$)/.test(name)).length;
    const found = await hit({ leaving: [] });
    assert.equal(found.length, own);
    assert.ok(own > 10);
  });

  it("leaves a slot's own objects alone, and nothing else", async () => {
    const all = await hit({ leaving: [] });
    const less = await hit({ leaving: ["canary"] });
    assert.deepEqual(
      all.filter((urn) => !less.includes(urn)),
      [
        "kubernetes:apps/v1:Deployment::web-canary",
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler::web-canary",
      ],
    );
    const stable = all.filter((urn) => /(Deployment|Autoscaler|Budget)::web$/.test(urn));
    assert.equal(stable.length, 3);
    const without = await hit({ leaving: ["stable"] });
    assert.deepEqual(
      all.filter((urn) => !without.includes(urn)),
      stable,
    );
  });

  it("is the route and what it leads from, where only that moves", async () => {
    assert.deepEqual(await hit({ only: "route" }), [
      "kubernetes:core/v1:Service::web",
      "kubernetes:networking.istio.io/v1:VirtualService::web",
    ]);
  });
});
