import assert from "node:assert/strict";

import { jobs } from "../../../../apps/labs/jobs";
import { failPods, held } from "../failing";
import { makesOf, type Desk } from "../proof";

interface Job {
  readonly status: {
    readonly active?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
    }[];
  };
}

export async function proof({ actor, instructor, place }: Desk): Promise<void> {
  const [countdown, doomed] = makesOf(jobs, place);
  assert.ok(countdown && doomed);

  let most = 0;
  await actor.apply(countdown);
  const done = await actor.until("countdown to be complete", async () => {
    const job = await actor.get<Job>("job", "countdown");
    most = Math.max(most, job.status.active ?? 0);
    return isNow(job, "Complete") && job;
  });
  assert.equal(done.status.succeeded, 6);
  assert.ok(most <= 2, `${most} at a time`);
  const pods = await actor.list<{ status: { phase: string } }>("pods", "job-name=countdown");
  assert.deepEqual(
    pods.map(({ status }) => status.phase),
    Array.from({ length: 6 }, () => "Succeeded"),
  );

  await actor.apply(held(doomed));
  const failed = await failPods(actor, instructor, "job-name=doomed", async () => {
    const job = await actor.get<Job>("job", "doomed");
    return isNow(job, "Failed") && job;
  });
  const reason = failed.status.conditions?.find(({ type }) => type === "Failed")?.reason;
  assert.equal(reason, "BackoffLimitExceeded");
  assert.equal(failed.status.failed, 2, "the first try, and backoffLimit more");
}

const isNow = ({ status }: Job, type: string): boolean =>
  (status.conditions ?? []).some((it) => it.type === type && it.status === "True");
