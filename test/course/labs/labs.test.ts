import assert from "node:assert/strict";

import { parseAllDocuments } from "yaml";

import { days, labNamed, labs } from "../../../apps/labs";
import { answer } from "../../../course/labs/command";
import { labText, listText } from "../../../course/labs/text";

describe("course labs", () => {
  it("lists every lab under its day, and those of one day alone", () => {
    const text = answer(undefined, {});
    for (const { name, title } of labs)
      assert.ok(text.includes(`  ${name} `) && text.includes(title));
    const [first, second] = days;
    const own = answer(undefined, { day: 1 });
    for (const { title } of first?.labs ?? []) assert.ok(own.includes(title));
    for (const { title } of second?.labs ?? []) assert.ok(!own.includes(title));
    assert.throws(() => answer(undefined, { day: 4 }), /--day is 4: give 1, 2 or 3\./);
  });

  it("tells all of one lab", () => {
    const text = answer("configmaps", {});
    for (const words of ["hello-cm", "cm-file", "Day 2, run by each student", "sandbox"])
      assert.ok(text.includes(words), words);
  });

  it("prints a lab's objects as YAML, at home in the student's namespace or wherever kubectl is", () => {
    const objects = (flags: Parameters<typeof answer>[1]) =>
      parseAllDocuments(answer("configmaps", flags)).map(
        (it) => it.toJS() as { kind: string; metadata: { name: string; namespace?: string } },
      );
    assert.deepEqual(
      objects({ yaml: "makes" }).map(({ kind, metadata }) => [kind, metadata]),
      [
        ["ConfigMap", { name: "cm-file" }],
        ["Deployment", { name: "cm-file-deployment" }],
        ["Deployment", { name: "cm-file-volume" }],
      ],
    );
    for (const { metadata } of objects({ yaml: "baseline", student: "user07" }))
      assert.equal(metadata.namespace, "user07");
    assert.throws(() => answer(undefined, { yaml: "makes" }), /--yaml goes with the name/);
  });

  it("says with each lab what a platform lacks for it", () => {
    const lab = labNamed("efs-shared-volume");
    assert.ok(lab);
    const lack = "efs-shared-volume needs a thing.";
    assert.ok(listText([lab], () => lack).includes(`not here: ${lack}`));
    assert.ok(labText(lab, lack).includes(`\n${lack}\n`));
    assert.ok(!listText([lab], () => undefined).includes("not here"));
  });

  it("answers in JSON what a program wants", () => {
    const told = JSON.parse(answer("my-ecr", { json: true })) as Record<string, unknown>;
    assert.deepEqual(
      [told.name, told.day, told.needs, told.lacks],
      ["my-ecr", 1, ["registry"], null],
    );
  });
});
