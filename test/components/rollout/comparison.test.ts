import assert from "node:assert/strict";

import { comparison, comparisonTables, mostPodsOf } from "../../../components/rollout/comparison";
import { desired } from "../../../components/rollout/desired";
import { visitedSlots } from "../../../components/rollout/picture";
import { strategies } from "../../../components/rollout/types";
import { problems } from "../../../components/rollout/validate";
import * as f from "./fixtures";

const examples = {
  recreate: f.recreate,
  ramped: f.ramped,
  blueGreen: f.blueAndGreen,
  canary: f.canary,
  abTest: f.abTest,
  shadow: f.shadow,
};

describe("rollout: the strategies compared", () => {
  it("say of gaps, real requests and chosen users what is made of them", () => {
    for (const strategy of strategies) {
      const picture = desired(examples[strategy], f.meshed);
      const { slots, traffic } = picture;
      const said = comparison[strategy];
      assert.equal(said.zeroDowntime, slots[0]?.update.type !== "Recreate", strategy);
      assert.equal(said.realTraffic, visitedSlots(picture).length > 1, strategy);
      const rules = traffic.by === "mesh" ? traffic.route.rules : [];
      const chosen = rules.some(({ when }) => when.some(({ by }) => by !== "method"));
      assert.equal(said.targetedUsers, chosen, strategy);
    }
  });

  it("say who needs the mesh as the checks do", () => {
    for (const strategy of strategies) {
      const refused = problems(examples[strategy], f.plain).length > 0;
      assert.equal(comparison[strategy].withoutMesh.startsWith("refused"), refused, strategy);
    }
  });

  it("count pods as the plans do", () => {
    assert.deepEqual(
      strategies.map((strategy) => mostPodsOf(strategy)),
      [4, 5, 8, 9, 8, 6],
    );
  });

  it("stand in two tables, a row each and no cell empty", () => {
    const cells = (line: string) => line.slice(2, -2).split(" | ");
    const tables = comparisonTables()
      .split("\n\n")
      .map((table) => table.split("\n").map(cells));
    const names = strategies.map((strategy) => comparison[strategy].name);
    for (const [titles = [], rule, ...rows] of tables) {
      assert.deepEqual(
        rule,
        titles.map(() => "---"),
      );
      assert.deepEqual(
        rows.map(([name]) => name),
        names,
      );
      for (const row of [titles, ...rows]) {
        assert.equal(row.length, titles.length);
        assert.ok(!row.includes(""), row.join());
      }
    }
    const [[, , recreate, , blueGreen] = [], [, , , , states] = []] = tables;
    assert.deepEqual(recreate?.slice(1, 6), ["no", "no", "no", "none more", "4"]);
    assert.deepEqual(blueGreen?.slice(1, 4), ["yes", "no", "no"]);
    assert.deepEqual(states?.[1]?.split("; "), comparison.blueGreen.states);
  });
});
