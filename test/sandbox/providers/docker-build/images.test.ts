import assert from "node:assert/strict";

import { SimulatedImages } from "../../../../sandbox/providers/docker-build/images";
import { unknownValue, type Operation } from "../../../../sandbox/providers/runtime/provider";

const inputs = {
  context: { location: "images/ui", named: { source: { location: "https://x/ui.git#1" } } },
  tags: ["123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop/ui:1-a"],
  push: true,
  registries: [{ address: "123456789012.dkr.ecr", username: "AWS", password: "one" }],
};
const provider = new SimulatedImages();
const said: string[] = [];
const operation = (preview = false): Operation => ({
  urn: "urn:pulumi:dev::p::docker-build:index:Image::ui",
  type: "docker-build:index:Image",
  name: "ui",
  preview,
  timeoutSeconds: undefined,
  signal: new AbortController().signal,
  status: () => undefined,
  log: (_, message) => void said.push(message),
});
const differences = (now: object) =>
  Object.keys(
    provider.diff(operation(), {
      id: "id",
      state: {},
      oldInputs: inputs,
      inputs: { ...inputs, ...now },
      ignoreChanges: [],
    }).detailed,
  );

describe("simulated image builds", () => {
  it("say that nothing was built, and give the tag with a digest of its own", () => {
    const { id, outputs } = provider.create(operation(), inputs);
    assert.match(id ?? "", /^sha256:[0-9a-f]{64}$/);
    assert.equal(outputs.ref, `${inputs.tags[0] ?? ""}@${id ?? ""}`);
    assert.match(said.at(-1) ?? "", /was not built: the sandbox only simulates BuildKit/);
    const other = provider.create(operation(), { ...inputs, buildArgs: { A: "1" } });
    assert.notEqual(other.id, id);
  });

  it("know no digest in a preview", () => {
    const { id, outputs } = provider.create(operation(true), inputs);
    assert.deepEqual([id, outputs.digest, outputs.ref], [undefined, unknownValue, unknownValue]);
  });

  it("change with their source, and not with a fresh password, which they do not keep", () => {
    const renewed = [{ ...inputs.registries[0], password: "two" }];
    assert.deepEqual(differences({ registries: renewed }), []);
    assert.deepEqual(differences({ context: { location: "images/other" } }), ["context"]);
    assert.doesNotMatch(JSON.stringify(provider.create(operation(), inputs)), /"one"/);
  });

  it("refuse a tag that no registry would take", () => {
    const { failures } = provider.check(operation(), { inputs: { ...inputs, tags: ["Shop:1"] } });
    assert.deepEqual(
      failures?.map(({ property }) => property),
      ["tags[0]"],
    );
    assert.deepEqual(provider.check(operation(), { inputs }).failures, []);
  });
});
