import assert from "node:assert/strict";

import { examine } from "../../../course/doctor/examine";
import { isNear } from "../../../course/doctor/rules/selected";
import { isHealthy, reportText } from "../../../course/doctor/text";
import { cases } from "./cases";
import { findingsOf, pod, said, service, world } from "./worlds";

describe("the doctor", () => {
  it("finds nothing where a service is reached, and says where", () => {
    const report = examine(world(), "classroom");
    assert.deepEqual(said(findingsOf({})), []);
    assert.ok(isHealthy(report));
    assert.deepEqual(report.services[0]?.addresses, [
      "web.user01:80",
      "http://user01.students.example.com/",
    ]);
    assert.match(reportText(report), /web: nothing found/);
  });

  for (const { rule, wrong, says, right, noted } of cases) {
    it(`tells of ${rule}, and not where it is right`, () => {
      const lines = said(findingsOf(wrong));
      assert.ok(
        lines.some((it) => says.test(it)),
        lines.join("\n") || "nothing found",
      );
      assert.equal(isHealthy(examine(world(wrong), "classroom")), noted === true);
      assert.deepEqual(
        said(findingsOf(right)).filter((it) => says.test(it)),
        [],
      );
    });
  }

  it("leaves it at the reason where there is one", () => {
    const pods = [pod({ status: { phase: "Pending", conditions: [] } })];
    const lines = said(findingsOf({ pods, slices: [], ingresses: [] }));
    assert.deepEqual(lines, [
      "Pod/web-1 is Pending and not ready yet | kubectl -n user01 describe pod web-1",
    ]);
  });

  it("looks at one service alone where it is named, and says which there are", () => {
    const two = { services: [service(), service({ selector: { a: "b" } }, "other")] };
    assert.deepEqual(said(findingsOf(two, "web")), []);
    assert.match(said(findingsOf(two, "wep")).join(), /Service\/wep is not in user01; web is/);
    const elsewhere = { ...two, elsewhere: { default: ["cart"] } };
    assert.match(
      said(findingsOf(elsewhere, "cart")).join(),
      /one of that name is in default, reached as cart\.default/,
    );
  });

  it("writes each finding as a sentence with its command", () => {
    const wrong = world({ services: [service({ selector: { app: "wbe" } })], slices: [] });
    const text = reportText(examine(wrong, "classroom"));
    assert.match(text, /web: cannot be reached/);
    assert.match(text, /✗ Service\/web selects app=wbe.*\.\n {6}kubectl -n user01 set selector/);
  });

  it("takes a slip of the pen for one", () => {
    for (const [a, b] of [
      ["web", "wep"],
      ["web", "webs"],
      ["front-end", "frontend"],
      ["wbe", "web"],
    ] as const)
      assert.ok(isNear(a, b) && isNear(b, a), `${a} ${b}`);
    assert.ok(!isNear("web", "database"));
  });
});
