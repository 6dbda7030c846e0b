import assert from "node:assert/strict";

import "../../components/alb-ingress/checks";
import "../../components/backing-services/checks";
import "../../components/efs-storage/checks";
import "../../components/gateway-ingress/checks";
import "../../components/nginx-ingress/checks";

/** Every module that one loads, and those load. */
function loadedBy(module: string): string[] {
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const child of require.cache[id]?.children ?? []) visit(child.id);
  };
  visit(require.resolve(module));
  return [...seen];
}

describe("the checks of storage, ingress and backing services", () => {
  for (const component of [
    "alb-ingress",
    "backing-services",
    "efs-storage",
    "gateway-ingress",
    "ingress-rules",
    "nginx-ingress",
  ]) {
    it(`load nothing of Pulumi's: ${component}`, () => {
      const checks = component === "ingress-rules" ? "index" : "checks";
      const loaded = loadedBy(`../../components/${component}/${checks}`);
      assert(loaded.some((file) => file.endsWith("argument-error.ts")));
      assert.deepEqual(
        loaded.filter((file) => file.includes("@pulumi")),
        [],
      );
    });
  }
});
