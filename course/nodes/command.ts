import { days } from "../../apps/labs/days";
import { UserError } from "../../sandbox/errors";
import { consoleProgress, type Progress } from "../../sandbox/progress";
import type { ClassroomConfig } from "../../stacks/classroom/config";
import { project, type StackConfig } from "../../stacks/config";
import { open as openCluster } from "../classroom/cluster";
import { placeOf, type Place } from "../places";
import { scopeOf, type Scope } from "../places/account";
import { classroomConfig, standsOn } from "../places/classroom";
import { resizeAll, settled } from "./act";
import { closePlan, costAnHour, openPlan, type Change } from "./plan";

export interface NodesFlags {
  readonly stack: string;
  readonly aws?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  /** How long nodes may take to come, in seconds. */
  readonly patience: number;
}

export interface OpenFlags extends NodesFlags {
  readonly day: number;
  /** For all that the quotas let students ask for. */
  readonly full?: boolean;
}

/** Scales a platform's node groups up for a day of its classroom. */
export async function open(flags: OpenFlags): Promise<void> {
  const day = days.find((it) => it.day === flags.day);
  if (!day)
    throw new UserError(`--day: ${flags.day} is none of ${days.map((it) => it.day).join(", ")}.`);
  await scale(flags, `open for day ${day.day}, "${day.title}"`, (groups, platform, classroom) =>
    openPlan(groups, platform, classroom, day, flags.full ? "quota" : "labs"),
  );
}

/** Scales them down to what the platform needs for itself. */
export const close = (flags: NodesFlags): Promise<void> =>
  scale(flags, "closed", (groups, platform) => closePlan(groups, platform));

type Plan = (
  groups: Awaited<ReturnType<Place["account"]["nodeGroups"]>>,
  platform: StackConfig,
  classroom: ClassroomConfig,
) => Change[];

async function scale(flags: NodesFlags, state: string, plan: Plan): Promise<void> {
  const progress = consoleProgress();
  const { place, scope, platform, classroom } = await stacksOf(flags, progress);
  const changes = plan(await place.account.nodeGroups(scope), platform, classroom);
  const wanted = changes.filter(({ before, after }) => before !== after);
  const tell = (line: string) =>
    void (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  changes.forEach((it) => tell(lineOf(it)));
  tell(costLine(changes));
  if (!flags.dryRun) {
    const { api } = openCluster(place.kubeconfig);
    await resizeAll(wanted, (group, nodes) => place.account.resize(scope, group, nodes));
    await settled(api, changes, flags.patience, progress);
  }
  tell(ending(flags, state, wanted.length, place));
  if (flags.json) process.stdout.write(`${JSON.stringify(asJson(flags, changes), undefined, 2)}\n`);
}

async function stacksOf({ stack, aws = false }: NodesFlags, progress: Progress) {
  const place = await placeOf(stack, aws, progress);
  const classroom = classroomConfig(stack, place.config());
  const platform = await standsOn(classroom, aws, progress);
  const scope: Scope = scopeOf(project, classroom.platform, platform.config.region);
  return { place: platform.place, scope, platform: platform.config, classroom };
}

const usd = (amount: number): string => `$${amount.toFixed(3)}`;

const lineOf = ({ group, instanceType, before, after }: Change): string =>
  `  ${group}: ${before === after ? `${before}` : `${before} → ${after}`} × ${instanceType}`;

function costLine(changes: readonly Change[]): string {
  const [before, after] = [costAnHour(changes, "before"), costAnHour(changes, "after")];
  if (before === undefined || after === undefined)
    return "  what these nodes cost an hour is not known here";
  return before === after
    ? `  nodes cost ${usd(after)} an hour, list price in Seoul`
    : `  nodes cost ${usd(after)} an hour, list price in Seoul; before it was ${usd(before)}`;
}

function ending({ dryRun, stack }: NodesFlags, state: string, count: number, place: Place): string {
  const where = `${place.name}${place.account.simulated ? ", where nothing costs anything" : ""}`;
  if (dryRun) return `Nothing was changed (${where}).`;
  return count === 0
    ? `${stack} is ${state} already (${where}).`
    : `${stack} is ${state} (${where}).`;
}

const asJson = ({ stack, dryRun = false }: NodesFlags, changes: readonly Change[]) => ({
  stack,
  dryRun,
  groups: changes.map(({ usdAnHour, ...rest }) => ({ ...rest, usdAnHour: usdAnHour ?? null })),
  usdAnHour: {
    before: costAnHour(changes, "before") ?? null,
    after: costAnHour(changes, "after") ?? null,
  },
});
