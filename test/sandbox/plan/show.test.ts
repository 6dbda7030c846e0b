import assert from "node:assert/strict";

import { json } from "../../../sandbox/plan/json";
import { mermaid } from "../../../sandbox/plan/mermaid";
import { arrows, planOf, yardstick } from "../../../sandbox/plan/plan";
import { svg } from "../../../sandbox/plan/svg";
import { table } from "../../../sandbox/plan/table";
import { platformGraph } from "./sample";

const plan = planOf("dev", platformGraph());

describe("a plan that is shown", () => {
  it("as a table tells the path with sources, the yardstick, and what destroy takes first", () => {
    const text = table(plan);
    assert.match(text, /^Stack dev: 15 resources in 12:43 /);
    assert.match(text, /0:16 +8:33 +EKS control plane +eks +\[3\]/);
    assert.match(text, /\[3\] EKS control plane: github\.com/);
    assert.ok(text.includes(yardstick(plan)));
    assert.match(text, /Ingress web +before +Release alb/);
    assert.match(text, /PersistentVolumeClaim claim +before +Addon aws-ebs-csi-driver/);
  });

  it("as a flowchart draws what takes long, without arrows that others imply", () => {
    const names = new Map(
      [...arrows(plan)].map(([box, waitsFor]) => [box.what, waitsFor.map(({ what }) => what)]),
    );
    assert.deepEqual(names.get("add-on coredns"), ["managed node group"]);
    assert.deepEqual(names.get("managed node group"), ["add-on vpc-cni", "NAT gateway"]);
    assert.equal(names.has("subnet"), false);
    const chart = mermaid(plan);
    assert.match(chart, /^flowchart LR\n/);
    assert.match(chart, /b\d+ ==> b\d+/);
    assert.match(chart, /class (b\d+,)+b\d+ critical/);
  });

  it("as a picture has a bar for each box, and no unescaped text", () => {
    const picture = svg(plan);
    const boxes = plan.parts.flatMap((part) => part.boxes);
    assert.equal(picture.match(/rx="2"/g)?.length, boxes.length);
    assert.equal(
      picture.match(/fill="#c51b1b"/g)?.length,
      boxes.filter((it) => it.critical).length,
    );
  });

  it("as JSON has every resource with its times", () => {
    const report = JSON.parse(json(plan)) as { seconds: number; resources: { name: string }[] };
    assert.equal(report.resources.length, 15);
    assert.equal(report.seconds, plan.measure.seconds);
  });
});
