import assert from "node:assert/strict";

import { istioLabs, type Lab, type LabObject } from "../../apps/istio-tutorial/labs";

type Route = Extract<LabObject, { kind: "VirtualService" }>["spec"]["http"][number];

describe("the labs on Istio", () => {
  const labs = istioLabs("tutorial");
  const objects = (lab: Lab) => lab.objects;
  const routes = (lab: Lab): readonly Route[] =>
    objects(lab).flatMap((it) => (it.kind === "VirtualService" ? it.spec.http : []));

  it("have names of their own, each with a sentence", () => {
    assert.equal(new Set(labs.map(({ name }) => name)).size, labs.length);
    for (const { name, teaches } of labs) {
      assert.match(name, /^[a-z0-9-]+$/);
      assert.match(teaches, /^[A-Z].*\.$/);
    }
  });

  it("share all requests out, among subsets that they bring", () => {
    for (const lab of labs) {
      const subsets = objects(lab).flatMap((it) =>
        it.kind === "DestinationRule" ? (it.spec.subsets ?? []).map(({ name }) => name) : [],
      );
      for (const { route, mirror } of routes(lab)) {
        const weights = route.map(({ weight }) => weight ?? 100);
        assert.equal(
          weights.reduce((sum, weight) => sum + weight, 0),
          100,
          lab.name,
        );
        for (const { subset } of [
          ...route.map((it) => it.destination),
          ...(mirror ? [mirror] : []),
        ])
          assert.ok(subset === undefined || subsets.includes(subset), `${lab.name}: ${subset}`);
      }
    }
  });

  it("end every list of matches with a route for everybody else, and name whose identities they mean", () => {
    for (const lab of labs)
      if (routes(lab).length > 0) assert.equal(routes(lab).at(-1)?.match, undefined, lab.name);
    const text = JSON.stringify(istioLabs("user35"));
    assert.match(text, /cluster\.local\/ns\/user35\/sa\/preference/);
    assert.doesNotMatch(text, /tutorial\b/);
  });
});
