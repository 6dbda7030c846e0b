import assert from "node:assert/strict";

import { verdictsOf, type Point } from "../../../bench/classroom/judge";
import { costLines, picture, ratioLines } from "../../../bench/classroom/picture";
import { curveOf, curveText } from "../../../bench/classroom/report";

const point = (students: number, over: Partial<Point> = {}): Point => ({
  students,
  up: { objects: students * 44, ms: students * 500, kubectlMs: students * 250 },
  check: { ms: 1_000 + students * 20, writes: 0 },
  some: { students: 10, objects: 100, ms: 1_400, kubectlMs: 1_000 },
  all: { objects: students * 12, ms: students * 150, kubectlMs: students * 100 },
  ...over,
});

const failed = (...points: Point[]) =>
  curveOf({ cores: 2, memoryGiB: 8 }, points)
    .verdicts.filter(({ passed }) => !passed)
    .map(({ what, found }) => `${what} ${found}`);

describe("the judge of the classroom's bench", () => {
  it("passes what keeps all limits", () => {
    assert.deepEqual(failed(point(10), point(100)), []);
  });

  it("names each limit that is passed", () => {
    const slow = (ms: number) => ({ objects: 1, ms, kubectlMs: 1_000 });
    assert.deepEqual(
      failed(
        point(10, {
          up: slow(3_010),
          check: { ms: 10_001, writes: 1 },
          some: { ...slow(1_510), students: 5 },
          all: slow(2_010),
        }),
      ),
      [
        "10: reset of 5 to kubectl 1.51",
        "10: reset of all to kubectl 2.01",
        "10: up to kubectl 3.01",
        "10: check 10.00 s",
        "10: writes of the check 1",
      ],
    );
  });

  it("holds up to its limit where the classroom is largest", () => {
    const slow = point(10, { up: { objects: 440, ms: 8_000, kubectlMs: 2_000 } });
    assert.deepEqual(failed(slow, point(100)), []);
    assert.deepEqual(failed(slow), ["10: up to kubectl 4.00"]);
  });

  it("says when one student costs more among many, in whatever order they come", () => {
    const dear = point(100, { check: { ms: 14_000, writes: 0 } });
    const rise = "check: cost of a student among 100 to one among 10 1.17";
    assert.ok(failed(dear, point(10)).includes(rise));
    assert.ok(failed(point(10), dear).includes(rise));
  });

  it("does not compare a size with itself", () => {
    assert.ok(!verdictsOf([point(10)]).some(({ what }) => what.includes("cost of")));
  });

  it("does not pass a run that measured nothing", () => {
    assert.equal(curveOf({ cores: 2, memoryGiB: 8 }, []).passed, false);
  });
});

describe("the classroom's curve", () => {
  const curve = curveOf({ cores: 2, memoryGiB: 8 }, [point(100), point(10)]);

  it("is drawn by what one student costs, and beside kubectl", () => {
    const lines = new Map(costLines(curve.points).map(({ name, values }) => [name, values]));
    assert.deepEqual(lines.get("check"), [
      [10, 120],
      [100, 30],
    ]);
    assert.deepEqual(lines.get("up, kubectl"), [
      [10, 250],
      [100, 250],
    ]);
    assert.deepEqual(
      ratioLines(curve.points).map(({ values }) => values[0]?.[1]),
      [2, 1.4, 1.5],
    );
  });

  it("is one page that needs no other", () => {
    const page = picture(curve);
    assert.equal((page.match(/<svg /g) ?? []).length, 2);
    assert.ok(!/<script|href=|src=/.test(page));
    // The smallest comes first, at the left.
    assert.ok(page.indexOf("<td>10</td>") < page.indexOf("<td>100</td>"));
    assert.match(page, /class="good">passed/);
    assert.ok(!page.includes("NaN"));
  });

  it("is told as a table, with what passed", () => {
    const text = curveText(curve);
    assert.match(text, /100 +4400 +50\.0 +25\.0 +2\.00/);
    assert.match(text, /Passed, on 2 cores and 8 GiB\./);
  });
});
