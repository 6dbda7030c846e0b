import assert from "node:assert/strict";
import fc from "fast-check";

import { scenarios } from "../../../bench/rollouts/scenarios";
import { strategies } from "../../../components/rollout";

const choice = {
  ...{ service: "orders", weights: [7, 33, 66], matches: [], percent: 40 },
  version: (its: number) => `r${its}`,
};

describe("scenarios", () => {
  it("take each other up: where one transition ends, the next one begins", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...strategies], { minLength: 1 }),
        fc.boolean(),
        (only, brief) => {
          const walk = scenarios({ ...choice, brief }, only);
          const ends = (routing: object) =>
            new Set(Object.values(routing).map((it) => JSON.stringify(it)));
          for (const [index, { from, name }] of walk.entries()) {
            const before = walk[index - 1]?.to;
            if (!before) continue;
            for (const shares of ends(from))
              assert.ok(ends(before).has(shares) || name.startsWith("sticky, start"), name);
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  it("bring every version once, whatever they are called", () => {
    const brought = scenarios(choice).flatMap(({ command }) =>
      command[0] === "start" && command[1] === "--to" ? [command[2]] : [],
    );
    assert.equal(new Set(brought).size, brought.length);
    assert.ok(brought.every((version) => /^r\d+$/.test(version ?? "")));
  });

  it("climb by the steps that were asked for, up to everybody", () => {
    const names = scenarios(choice, ["canary"]).map(({ name }) => name);
    assert.deepEqual(names.slice(0, 7), [
      ...["start: 7 %", "promote: 33 %", "abort at 33 %"],
      ...["start: 7 %", "promote: 33 %", "promote: 66 %", "promote: 100 %"],
    ]);
  });
});
