import assert from "node:assert/strict";

import fc from "fast-check";

import { secretProperties } from "../../apps/twelve-street/properties";

/** As java.util.Properties reads one line, by the rules of its `load`. */
function read(line: string): [string, string] {
  const [, key = "", value = ""] = /^([^=]*)=[ ]*(.*)\n$/s.exec(line) ?? [];
  assert.ok(/^[ -~]*$/.test(value), "nothing but printable ASCII");
  const plain = value.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, char?: string) =>
    code === undefined ? (char ?? "") : String.fromCharCode(parseInt(code, 16)),
  );
  return [key, plain];
}

/** What has a meaning of its own in such a file, or none. */
const awkward = fc.constantFrom(
  " ",
  "\\",
  "\n",
  "\r",
  "\t",
  "=",
  ":",
  "#",
  "!",
  "u",
  "0",
  "a",
  "é",
  "語",
  "🔑",
);

describe("secrets as a file of properties", () => {
  it("come back as they were, whatever is in them", () => {
    fc.assert(
      fc.property(fc.string({ unit: awkward }), (value) => {
        const line = secretProperties(
          { PASSWORD: "spring.datasource.password" },
          { PASSWORD: value },
        );
        assert.deepEqual(read(line), ["spring.datasource.password", value]);
      }),
    );
  });

  it("keep what a line cannot hold as it is", () => {
    const line = secretProperties({ A: "a" }, { A: " \\u00e9é\n#=" });
    assert.equal(line, "a=\\ \\\\u00e9\\u00e9\\u000a#=\n");
  });
});
