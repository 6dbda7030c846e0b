import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { days, labNamed, labs, type Lab } from "../../../apps/labs";
import { labsDocs, labsFile } from "../../../apps/labs/docs";
import { object, podsOf } from "../../../apps/labs/objects";
import { labNamespaces } from "../../../apps/labs/own-namespaces";
import { deployment, nginx, pod } from "../../../apps/labs/parts";
import { mayDo, ownRules } from "../../../components/classroom/rights";
import { asksOf, overQuota } from "../../../apps/labs/asks";
import { sidecarSize } from "../../../apps/twelve-street/small";
import { folderOf, hasProof } from "../../e2e/labs/proof";

const place = {
  namespace: "user35",
  host: "user35.students.example.com",
  ingressClass: "nginx",
  registry: "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/user35",
};
const folder = join(__dirname, "../../../apps/labs");

/** Names of a kind's collection as Kubernetes builds them. */
const pluralOf = (kind: string): string => {
  const one = kind.toLowerCase();
  if (one === "endpoints") return one;
  return `${one.replace(/(s|x)$/, "$1e").replace(/y$/, "ie")}s`;
};

const objectsOf = (lab: Lab) => [...lab.baseline(place), ...(lab.makes?.(place) ?? [])];
const groupOf = (apiVersion: string) =>
  apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

describe("the labs", () => {
  it("have names of their own, which are their folders', or begin with them where many are alike", () => {
    const names = labs.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((it) => it.isDirectory() && it.name !== "chapters")
      .map(({ name }) => name);
    assert.deepEqual([...new Set(names.map(folderOf))].sort(), folders.sort());
    for (const name of names) {
      assert.match(name, /^[a-z][a-z0-9-]*$/);
      assert.ok(existsSync(join(folder, folderOf(name), "index.ts")), name);
      assert.equal(labNamed(name)?.name, name);
    }
    assert.equal(labNamed("none"), undefined);
  });

  it("keep to the student's namespace and to their own, which no student is named after", () => {
    const known = [place.namespace, "kube-system", ...labNamespaces()];
    for (const lab of labs)
      for (const { kind, metadata } of [...objectsOf(lab), ...(lab.shared?.() ?? [])]) {
        const { namespace } = metadata;
        if (namespace !== undefined) assert.ok(known.includes(namespace), lab.name);
        if (kind === "Namespace") assert.ok(known.includes(metadata.name), lab.name);
      }
  });

  it("say in a few lines what they teach, and what to do", () => {
    for (const { name, title, text, changes, notShown = [] } of labs) {
      assert.ok(title.length > 2 && title.length <= 80, name);
      const lines = text.split("\n");
      assert.ok(lines.length >= 1 && lines.length <= 6, name);
      for (const line of [...lines, ...changes, ...notShown])
        assert.ok(
          line.trim() === line && line.length > 3 && line.length <= 200,
          `${name}: ${line}`,
        );
      assert.ok(changes.length > 0, name);
    }
  });

  it("stand on their day, all of them once", () => {
    assert.deepEqual(
      days.map(({ day }) => day),
      [1, 2, 3],
    );
    assert.deepEqual(
      days.flatMap((day) => day.labs.map(({ name }) => name)),
      labs.map(({ name }) => name),
    );
    for (const { day, labs: own, morning } of days) {
      for (const lab of own) assert.equal(lab.day, day, lab.name);
      for (const lab of morning) assert.ok(own.includes(lab), lab.name);
      const ids = morning.flatMap((lab) =>
        lab.baseline(place).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      );
      assert.equal(new Set(ids).size, ids.length, "no two labs of a morning have the same object");
    }
  });

  it("each have a proof", () => {
    assert.deepEqual(
      labs.filter(({ name }) => !hasProof(name)).map(({ name }) => name),
      [],
    );
    assert.ok(!hasProof("none"));
  });

  it("stand in the student's namespace without the classroom's labels, each object once", () => {
    for (const lab of labs) {
      const seen = new Set<string>();
      for (const { kind, metadata } of objectsOf(lab)) {
        const id = `${lab.name}: ${kind} ${metadata.name}`;
        if (lab.who === "student") assert.equal(metadata.namespace, place.namespace, id);
        assert.ok(
          !Object.keys(metadata.labels ?? {}).some((it) => it.includes("twelve-street")),
          id,
        );
        assert.ok(!seen.has(id), id);
        seen.add(id);
      }
      for (const { kind, metadata } of lab.shared?.() ?? [])
        assert.equal(lab.who, "instructor", `${lab.name}: ${kind} ${metadata.name} is for all`);
    }
  });

  it("ask students for nothing beyond their rights", () => {
    const rules = ownRules(place.namespace);
    for (const lab of labs.filter(({ who }) => who === "student"))
      for (const { apiVersion, kind, metadata } of objectsOf(lab))
        for (const verb of ["create", "patch", "delete"])
          assert.ok(
            mayDo(rules, verb, groupOf(apiVersion), pluralOf(kind)),
            `${lab.name}: ${verb} ${kind} ${metadata.name}`,
          );
    assert.ok(!mayDo(rules, "create", "storage.k8s.io", pluralOf("StorageClass")));
    assert.ok(mayDo(rules, "create", "networking.k8s.io", pluralOf("NetworkPolicy")));
  });

  it("fit a student's quota, alone and in the morning of their day", () => {
    for (const lab of labs) assert.deepEqual(overQuota(asksOf(objectsOf(lab))), [], lab.name);
    for (const day of days)
      assert.deepEqual(
        overQuota(asksOf(day.morning.flatMap((lab) => lab.baseline(place)))),
        [],
        day.title,
      );
    // Eight pods that ask for nothing fill the quota.
    const pods = (count: number) => [deployment("web", { containers: [nginx] }, count)];
    assert.deepEqual(overQuota(asksOf(pods(8))), []);
    assert.deepEqual(overQuota(asksOf(pods(9))), [
      "requests.memory: 1207959552 of 1073741824",
      "limits.cpu: 2.25 of 2",
      "limits.memory: 2415919104 of 2147483648",
    ]);
  });

  it("ask for a sidecar where they need the mesh, and count it", () => {
    const asking = labs.filter((lab) =>
      JSON.stringify(objectsOf(lab)).includes('"sidecar.istio.io/inject":"true"'),
    );
    const inMesh = labs.filter(({ needs = [] }) => needs.includes("mesh"));
    const names = asking.map(({ name }) => name);
    for (const { name } of inMesh) assert.ok(names.includes(name), name);
    assert.ok(!names.includes("deployments"));
    const marks = { labels: { "sidecar.istio.io/inject": "true" }, annotations: sidecarSize() };
    const web = deployment("web", { containers: [nginx] });
    const spec = web.spec as { template: object };
    const template = { ...spec.template, metadata: marks };
    const asks = asksOf([{ ...web, spec: { ...spec, replicas: 1, template } }]);
    assert.deepEqual(asks["limits.cpu"], 0.45);
    assert.deepEqual(asks["requests.memory"], (128 + 80) * 2 ** 20);
  });

  it("are told in docs/labs.md as they are; if not: npx tsx apps/labs/docs.ts", async () => {
    assert.equal(readFileSync(labsFile, "utf8"), await labsDocs());
  });

  it("are of Kubernetes' own types, so that a misspelled field does not compile", () => {
    // @ts-expect-error it is "data"
    object("ConfigMap", "wrong", { dta: { language: "java" } });
    // @ts-expect-error it is "replicas"
    object("Deployment", "wrong", { spec: { replica: 1, ...podsOf({}, { containers: [nginx] }) } });
    // @ts-expect-error it is "image"
    pod("wrong", { containers: [{ name: "main", imaeg: "nginx" }] });
  });
});
