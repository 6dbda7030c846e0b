import assert from "node:assert/strict";

import { copyProblems, previewProblems } from "../../../bench/rollouts/asides";

const good = {
  ...{ percent: 100, reads: 1_800, writes: 900, least: 1_800, most: 1_800 },
  ...{ copied: 1_800, sent: 1_800, writesCopied: 0, asked: 0, failed: 0, wrong: 0 },
};

describe("copies, and a slot's own address", () => {
  it("are as they must be when all is counted as it was sent", () => {
    assert.deepEqual(copyProblems(good), []);
  });

  it("are judged by the answers too, and not by the copies alone", () => {
    const problems = (change: Partial<typeof good>) => copyProblems({ ...good, ...change }).join();
    assert.match(problems({ failed: 3 }), /^3 of what .* failed at the live version$/);
    assert.match(problems({ wrong: 2 }), /^2 of what .* another version's answer$/);
    assert.match(problems({ copied: 1_790 }), /^1790 of 1800 reads were copied.*1790 came$/);
    assert.match(problems({ writesCopied: 1 }), /^1 writes were copied$/);
    assert.match(problems({ asked: 1 }), /^the shadow got 1 requests of clients$/);
    const unheard = { reads: 0, copied: 0, sent: 0, writes: 0 };
    assert.match(problems(unheard), /0 of 0 reads were copied.*0 writes were copied/);
  });

  it("is answered by its own version alone", () => {
    const seen = { slot: "canary", version: "v2", requests: 100, failed: 0, wrong: 0 } as const;
    assert.deepEqual(previewProblems(seen), []);
    assert.match(previewProblems({ ...seen, failed: 1 }).join(), /1 of 100 failed/);
    assert.match(previewProblems({ ...seen, wrong: 4 }).join(), /4 of 100 by another version/);
    assert.match(previewProblems({ ...seen, requests: 0 }).join(), /0 of 0 failed/);
  });
});
