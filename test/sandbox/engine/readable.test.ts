import assert from "node:assert/strict";

import { readable } from "../../../sandbox/engine/readable";
import { unknownValue } from "../../../sandbox/providers/runtime/provider";

describe("inputs of a preview", () => {
  it("say what is known later and what is secret, and keep all else as it is", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "v1:hunter2",
    };
    assert.deepEqual(
      readable({
        __defaults: ["name"],
        name: "shop",
        zones: [2, unknownValue],
        policy: { document: unknownValue, on: false, none: null },
        data: { password: secret },
      }),
      {
        name: "shop",
        zones: [2, "(known after up)"],
        policy: { document: "(known after up)", on: false, none: null },
        data: { password: "(secret)" },
      },
    );
  });

  it("are nothing where there are none", () => assert.equal(readable(undefined), undefined));
});
