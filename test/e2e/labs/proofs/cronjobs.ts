import assert from "node:assert/strict";

import { cronjobs } from "../../../../apps/labs/cronjobs";
import type { Live } from "../hands";
import { makesOf, type Desk } from "../proof";

interface Job {
  readonly status: { readonly succeeded?: number };
}

export async function proof({ actor, place }: Desk): Promise<void> {
  await actor.apply(...makesOf(cronjobs, place));
  await actor.type("kubectl create job hello-now --from=cronjob/hello");
  const isHellos = ({ metadata }: Live) =>
    (metadata.ownerReferences ?? []).some(
      ({ kind, name }) => kind === "CronJob" && name === "hello",
    );
  const jobs = async () => (await actor.list<Job>("jobs")).filter(isHellos);
  // The next full minute, and then some.
  const scheduled = await actor.until(
    "a Job that the schedule has made",
    async () => {
      const own = (await jobs()).filter(({ metadata }) => metadata.name !== "hello-now");
      return own.some(({ status }) => status.succeeded === 1) && own;
    },
    90_000,
  );
  assert.equal(scheduled.length, 1);
  assert.match(scheduled[0]?.metadata.name ?? "", /^hello-\d+$/);

  await actor.kubectl("patch", "cronjob", "hello", "--patch", '{"spec": {"suspend": true}}');
  const { status } = await actor.get<{ status: { lastScheduleTime?: string } }>("cronjob", "hello");
  assert.ok(status.lastScheduleTime?.endsWith(":00Z"), status.lastScheduleTime);
}
