import type { RolloutOptions } from "../../components/rollout";
import { decide, type Action } from "./decide";
import { noteOf, type Walk } from "./errand";
import type { Lease } from "./lease";
import type { Standing } from "./standing";
import { GateFailed, makeRoom, Stuck, walk, type Ended, type World } from "./walk";

export interface Run {
  readonly action: Action;
  readonly standing: () => Standing;
  readonly lease: Pick<Lease, "note">;
  readonly world: World;
  readonly options: () => Promise<RolloutOptions>;
  readonly tell: (line: string) => void;
}

/** Goes the way, and back where its pods will not come or its gate fails. What it is about stands in the Lease all the while. */
export async function run({ go, givenUp }: Walk, o: Run): Promise<Ended | "aborted"> {
  await o.lease.note(noteOf(o.action, go, givenUp));
  try {
    const options = await o.options();
    const before = o.standing();
    if (!before.underway && !go.underway.back) await makeRoom(o.world, before, options);
    const ended = await walk(o.world, go, options);
    return givenUp === undefined ? ended : "aborted";
  } catch (error) {
    if (!(error instanceof Stuck) || go.underway.back) throw error;
    o.tell(`  ${error instanceof GateFailed ? "" : "stuck: "}${error.message}`);
    o.tell("  going back: the old version serves all");
    const back = decide(o.standing(), { do: "abort" });
    if (typeof back !== "string") await run({ go: back, givenUp: error.message }, o);
    return "aborted";
  }
}
