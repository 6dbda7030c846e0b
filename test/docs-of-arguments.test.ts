import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { clone } from "../sandbox/paths";
import { toldProperties } from "./arguments";

const modules = ["components", "apps"].flatMap((folder) =>
  readdirSync(join(clone, folder))
    .map((name) => join(clone, folder, name, "index.ts"))
    .filter((file) => existsSync(file)),
);

describe("the arguments of components and apps", () => {
  const told = toldProperties(modules);

  it("are found", () => {
    for (const one of [
      "components/network/index.ts NetworkArgs.zones",
      // through another file of the component, a type of another component, a member of a union
      "components/cluster/node-group.ts NodeTaint.effect",
      "components/ingress-rules/rules.ts IngressRules.hosts",
      "components/istio-mesh/args.ts Listener.secretName",
      "apps/twelve-street/index.ts TwelveStreetArgs.services",
    ])
      assert(
        told.some(({ where }) => where === one),
        one,
      );
  });

  it("say each what it is", () => {
    assert.deepEqual(
      told.filter(({ description }) => description === "").map(({ where }) => where),
      [],
    );
  });

  it("say what is so without them", () => {
    assert.deepEqual(
      told.filter(({ optional, hasDefault }) => optional && !hasDefault).map(({ where }) => where),
      [],
    );
  });
});
