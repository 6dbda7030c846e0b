import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { labNamed, labs } from "../../../apps/labs";
import { leftOut, topics } from "../../../apps/labs/course-map";
import { courseMapDocs, courseMapFile } from "../../../apps/labs/course-map-page";
import { ofAws, ofIstio, ofKubernetes } from "../../../apps/labs/dead-forms";

const forms = [...ofKubernetes, ...ofAws, ...ofIstio];

describe("the course's map", () => {
  it("is told in docs/course-map.md as it is; if not: npx tsx apps/labs/course-map-page.ts", async () => {
    assert.equal(readFileSync(courseMapFile, "utf8"), await courseMapDocs());
  });

  it("names every lab once among the course's topics, and none that is not there", () => {
    assert.deepEqual(
      topics.flatMap((it) => it.labs).toSorted(),
      labs.map(({ name }) => name).toSorted(),
    );
    for (const { form, labs: named } of forms) {
      assert.ok(named.length > 0, form);
      for (const name of named) assert.ok(labNamed(name), `${form}: ${name}`);
    }
  });

  it("says of each form when it ended, what took its place, and who says so", () => {
    assert.equal(new Set(forms.map(({ form }) => form)).size, forms.length);
    for (const { form, ended, today, source } of forms)
      for (const text of [form, ended, today, source]) assert.ok(text.length > 3, form);
    const all = forms.map(({ form }) => form).join("\n");
    for (const word of [
      ...["extensions/v1beta1", "Tiller", "efs-provisioner", "kube-inject", "gitRepo"],
      ...["aws-auth", "istioctl manifest apply", "PodSecurityPolicy", "--generator"],
    ])
      assert.ok(all.includes(word), word);
  });

  it("says why something is left out", () => {
    const all = leftOut.map(({ what }) => what).join("\n");
    for (const word of ["Docker on the host", "Static pods", "etcd", "Knative", "clouds", "test"])
      assert.ok(all.includes(word), word);
    for (const { what, why } of leftOut) assert.ok(why.length > 10, what);
  });
});
