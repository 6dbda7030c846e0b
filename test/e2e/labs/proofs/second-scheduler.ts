import assert from "node:assert/strict";

import { secondScheduler } from "../../../../apps/labs/second-scheduler";
import type { PodFacts } from "../hands";
import { makesOf, type Desk } from "../proof";
import { withScheduler } from "../scheduler";

interface Event {
  readonly involvedObject: { readonly name: string };
  readonly reason: string;
  readonly reportingComponent: string;
  readonly source: { readonly component?: string };
}

export async function proof({ actor, student, place }: Desk): Promise<void> {
  // Students' pods may name it; only who runs it needs more rights.
  await student.apply(...makesOf(secondScheduler, place));
  const pod = (name: string) => student.get<PodFacts>("pod", name);
  const isPlaced = async (name: string) => (await pod(name)).spec.nodeName !== undefined;
  await student.until("by-default to be placed", () => isPlaced("by-default"));
  assert.ok(!(await isPlaced("by-my-scheduler")), "nobody of that name runs yet");

  const placers = async () => {
    const events = await student.list<Event>("events");
    const scheduled = events.filter(
      // Those of other labs stay for an hour.
      ({ reason, involvedObject }) =>
        reason === "Scheduled" && involvedObject.name.startsWith("by-"),
    );
    return Object.fromEntries(
      scheduled.map((it) => [it.involvedObject.name, it.source.component ?? it.reportingComponent]),
    );
  };
  await withScheduler(actor, "my-scheduler", async () => {
    await student.until("by-my-scheduler to be placed", () => isPlaced("by-my-scheduler"));
    const told = await student.until("the events of both", async () => {
      const all = await placers();
      return Object.keys(all).length === 2 && all;
    });
    assert.deepEqual(told, {
      "by-default": "default-scheduler",
      "by-my-scheduler": "my-scheduler",
    });
  });
}
