import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { scannerVersions } from "../../versions";
import { checkovScan } from "./checkov";
import type { Finding } from "./finding";
import { judge, lookAways } from "./judge";
import { kubeLinterScan } from "./kube-linter";
import { kubeScoreScan } from "./kube-score";
import { text } from "./text";
import { chosen, forced, mostChosen, type Waiver } from "./waivers";

const finding = (over: Partial<Finding> = {}): Finding => ({
  scanner: "kube-score",
  check: "service-type",
  stack: "dev",
  object: "Service/shop/ui",
  message: "it is one",
  ...over,
});

const waiver: Waiver = {
  reason: "It must be.",
  checks: { "kube-score": ["service-type"] },
  objects: /^Service\/shop\/ui$/,
};

describe("what scanners find", () => {
  it("stays open unless a waiver names its scanner, its check and its object", () => {
    const others = [
      finding({ scanner: "checkov" }),
      finding({ check: "another" }),
      finding({ object: "Service/shop/gateway" }),
    ];
    const { open, waived } = judge([finding(), ...others], [waiver]);
    assert.deepEqual(open, others);
    assert.deepEqual(waived, [1]);
  });

  it("leaves no waiver that matches nothing, but for what a stack need not have", () => {
    assert.deepEqual(judge([], [waiver]).unused, ["kube-score service-type"]);
    assert.deepEqual(judge([finding()], [waiver]).unused, []);
    assert.deepEqual(judge([], [{ ...waiver, seldom: true }]).unused, []);
    const wider = { ...waiver, checks: { "kube-score": ["service-type", "another"] } };
    assert.deepEqual(judge([finding()], [wider]).unused, ["kube-score another"]);
  });

  it("cannot be silenced by an annotation of an object", () => {
    const silent = (annotation: string) =>
      lookAways("dev", {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "ui", namespace: "shop", annotations: { [annotation]: "x", plain: "y" } },
      }).map(({ scanner, object }) => [scanner, object]);
    const object = "Service/shop/ui";
    assert.deepEqual(silent("checkov.io/skip1"), [["checkov", object]]);
    assert.deepEqual(silent("ignore-check.kube-linter.io/all"), [["kube-linter", object]]);
    assert.deepEqual(silent("kube-score/ignore"), [["kube-score", object]]);
    assert.deepEqual(silent("other"), []);
  });

  it("is waived by the contract, and three times at most besides, each with its reason", () => {
    assert.ok(chosen.length <= mostChosen);
    for (const { reason } of [...forced, ...chosen]) assert.match(reason, /^.{40,}\.$/s);
  });

  it("is told with what was looked at, and says when something is open", () => {
    const scan = { scanner: "checkov", version: "1", stack: "dev", objects: 2, checks: 3 } as const;
    const told = (findings: readonly Finding[]) =>
      text([{ ...scan, findings }], judge(findings, []));
    assert.match(told([]), /checkov 1 +2 objects, 3 checks, 0 findings[^]*Nothing is open\.\n$/);
    const open = told([finding()]);
    assert.match(open, /^open: dev Service\/shop\/ui: kube-score service-type: it is one$/m);
    assert.match(open, /1 finding open/);
  });
});

describe("a scanner's own words", () => {
  it("of checkov: what fails and what an annotation skips, but nothing that it could not read", () => {
    const check = (id: string) => ({ check_id: id, check_name: id, resource: "Pod.shop.a.b" });
    const report = (errors: readonly string[]) =>
      JSON.stringify({
        results: {
          passed_checks: [check("A"), check("B")],
          failed_checks: [check("B")],
          skipped_checks: [check("C")],
          parsing_errors: errors,
        },
        summary: { checkov_version: "3.3.30" },
      });
    const { checks, findings } = checkovScan(report([]), "dev", 1);
    assert.equal(checks, 2);
    assert.deepEqual(
      findings.map(({ check: id, object }) => [id, object]),
      [
        ["B", "Pod/shop/a.b"],
        ["C", "Pod/shop/a.b"],
      ],
    );
    assert.throws(() => checkovScan(report(["x.yaml"]), "dev", 1), /cannot read x\.yaml/);
  });

  it("of kube-linter, which says null for nothing", () => {
    const K8sObject = { Namespace: "shop", Name: "ui", GroupVersionKind: { Kind: "Service" } };
    const said = (reports: unknown) =>
      kubeLinterScan(JSON.stringify({ Checks: [{ name: "a" }], Reports: reports }), "dev", 1);
    assert.deepEqual(said(null).findings, []);
    const report = { Check: "a", Diagnostic: { Message: "no" }, Object: { K8sObject } };
    assert.equal(said([report]).findings[0]?.object, "Service/shop/ui");
  });

  it("of kube-score: whatever is less than its best grade", () => {
    const check = (id: string, grade: number, skipped = false) => ({
      check: { id, name: id },
      grade,
      skipped,
      comments: null,
    });
    const scored = [
      {
        object_name: "Deployment/apps/v1/shop/ui",
        checks: [check("bad", 1), check("near", 7), check("good", 10), check("left", 0, true)],
      },
      { object_name: "ConfigMap/v1/shop/ui", checks: null },
    ];
    const { checks, findings } = kubeScoreScan(JSON.stringify(scored), "dev", 2);
    assert.equal(checks, 3);
    assert.deepEqual(
      findings.map(({ check: id, object }) => [id, object]),
      [
        ["bad", "Deployment/shop/ui"],
        ["near", "Deployment/shop/ui"],
      ],
    );
  });
});

describe("the scanners' pins", () => {
  it("in Python agree with the table of versions", () => {
    const pins = readFileSync(join(__dirname, "requirements.txt"), "utf8").split("\n");
    assert.ok(pins.includes(`checkov==${scannerVersions.checkov.version}`));
    assert.ok(pins.includes(`kubernetes-validate==${scannerVersions.kubernetesValidate.version}`));
  });
});
