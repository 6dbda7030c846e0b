import { Command, InvalidArgumentError, Option } from "commander";

import {
  percentage,
  strategies,
  type Match,
  type NonEmptyArray,
  type Step,
  type Strategy,
} from "../components/rollout";
import { endWith } from "../sandbox/ending";
import { Interrupt } from "../sandbox/engine/interrupt";
import { UserError } from "../sandbox/errors";
import type { ResetFlags, StatusFlags } from "./classroom/command";
import type { DoctorFlags } from "./doctor/command";
import type { HandoutFlags } from "./handout/command";
import type { NodesFlags, OpenFlags } from "./nodes/command";
import { labsCommand, parts, type LabsFlags } from "./labs/command";
import type { Flags, WalkFlags } from "./rollout/command";
import type { As } from "./rollout/decide";
import { matches } from "./rollout/match-text";
import * as trafficFlags from "./traffic/flags";
import type { TeardownFlags } from "./teardown/command";

/* eslint-disable @typescript-eslint/no-require-imports -- import() would read them without tsx */
/** Each command loads what it needs: all of it together takes longer than many a command. */
const commands = {
  classroom: () => require("./classroom/command") as typeof import("./classroom/command"),
  doctor: () => require("./doctor/command") as typeof import("./doctor/command"),
  handout: () => require("./handout/command") as typeof import("./handout/command"),
  nodes: () => require("./nodes/command") as typeof import("./nodes/command"),
  rollout: () => require("./rollout/command") as typeof import("./rollout/command"),
  teardown: () => require("./teardown/command") as typeof import("./teardown/command"),
  traffic: () => require("./traffic/command") as typeof import("./traffic/command"),
};
/* eslint-enable @typescript-eslint/no-require-imports */

process.umask(0o077);

const interrupt = new Interrupt();

const cli = new Command("npm run course --")
  .description("What a course needs from day to day, on AWS or in the sandbox.")
  .showHelpAfterError();

const rollout = cli
  .command("rollout")
  .description("bring out a service's next version: docs/rollouts.md");

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new InvalidArgumentError("give a whole number from 0 up");
  return number;
};

const command = (name: string, description: string) =>
  rollout
    .command(name)
    .description(description)
    .argument("<service>", "such as products")
    .option("-s, --stack <name>", "which stack", "dev")
    .option("--aws", "the stack on AWS, though it stands in this clone's sandbox too")
    .option("--json", "the result as JSON on standard output");

const walking = (name: string, description: string) =>
  command(name, description)
    .option("--plan", "show the whole way, and do nothing")
    .option("--no-gate", "by readiness alone, whatever gate the config has")
    .addOption(new Option("--hold <who>", "ask before each phase").choices(["manual"]))
    .option("--patience <seconds>", "how long pods may be kept from coming", whole, 60);

command("status", "where it stands, and what lives").action((service: string, flags: Flags) =>
  commands.rollout().status(service, flags),
);

interface StartFlags extends WalkFlags {
  readonly to?: string;
  readonly commit?: string;
  readonly strategy?: Strategy;
  readonly steps?: NonEmptyArray<Step>;
  readonly match?: readonly Match[];
  readonly percent?: number;
}

walking("start", "bring a version out, as far as its strategy's first state")
  .option("--to <version>", "the version; without it --strategy is changed and nothing else")
  .option("--commit <sha>", "what its image is built from, in a stack with images: build")
  .addOption(
    new Option("--strategy <name>", "another strategy than the last time").choices([...strategies]),
  )
  .option("--steps <weights>", "of a canary, such as 10,50", steps)
  .option("--match <match>", "of an A/B test, such as header:x-group=b; may be repeated", matches)
  .option("--percent <number>", "of requests that a shadow gets", whole)
  .action((service: string, flags: StartFlags) => {
    const as = asOf(flags);
    if (flags.to === undefined && !as)
      throw new UserError(
        "--to is missing: say which version, or give --strategy for another way.",
      );
    const release = {
      ...(flags.to !== undefined && { version: flags.to }),
      ...(flags.commit !== undefined && { commit: flags.commit }),
    };
    const { roll } = commands.rollout();
    return roll(service, { do: "start", ...release, ...(as && { as }) }, flags, interrupt);
  });

walking("promote", "one step on; or take up again what was cut off")
  .option("--to <step>", "of a canary: to this step and no further, or promoted")
  .action((service: string, flags: WalkFlags & { to?: string }) => {
    const { roll } = commands.rollout();
    const to = flags.to !== undefined && { to: flags.to };
    return roll(service, { do: "promote", ...to }, flags, interrupt);
  });

walking("abort", "back to the version before").action((service: string, flags: WalkFlags) =>
  commands.rollout().roll(service, { do: "abort" }, flags, interrupt),
);

function asOf({ strategy, steps, match, percent }: StartFlags): As | undefined {
  if (!strategy) {
    if (steps ?? match ?? percent !== undefined)
      throw new UserError("--steps, --match and --percent go with --strategy: give that too.");
    return undefined;
  }
  const [first, ...more] = match ?? [];
  return {
    strategy,
    ...(steps && { steps }),
    ...(first && { toB: [first, ...more] }),
    ...(percent !== undefined && { percent: percentage(percent, "--percent") }),
  };
}

function steps(text: string): readonly Step[] {
  return text.split(",").map((weight) => ({ weight: whole(weight) as Step["weight"] }));
}

const list = (text: string): string[] => text.split(",").map((it) => it.trim());

const ofClassroom = (name: string, description: string) =>
  cli
    .command(name)
    .description(description)
    .option("-s, --stack <name>", "which classroom", "classroom")
    .option("--aws", "the stack on AWS, though it stands in this clone's sandbox too")
    .option("--json", "the result as JSON on standard output");

ofClassroom("status", "how each student's environment stands: docs/reset.md")
  .option("--students <names>", "these alone, such as user01,user07", list)
  .option("--html <file>", "as one page, too")
  .action((flags: StatusFlags) => commands.classroom().status(flags));

ofClassroom("diff", "what a student has changed, as a patch: docs/reset.md")
  .argument("<student>", "such as user01")
  .action((student: string, flags: StatusFlags) => commands.classroom().diff(student, flags));

ofClassroom(
  "reset",
  "bring students' environments to their baseline, and certify it: docs/reset.md",
)
  .option("--students <names>", "these alone, such as user01,user07", list)
  .option("--all", "every student")
  .option("--day <number>", "to the morning of that day (default: where they were last)", whole)
  .option("--lab <name>", "to the beginning of that lab")
  .option("--bare", "to the environment alone, as up makes it")
  .option("--dry-run", "list what would be written, and write nothing")
  .option("--keep <kinds>", "strays of these kinds stay, such as pvc", list)
  .option("--clear-data", "make volume claims anew, without what is in them")
  .option("--shared", "and what all share: nodes, guards, webhooks; listed first")
  .option("--patience <seconds>", "how long one may stand still", whole, 60)
  .action((flags: ResetFlags) => commands.classroom().resetCommand(flags));

ofClassroom(
  "handout",
  "write a kubeconfig for each student of a classroom: docs/components/classroom.md",
)
  .option("--students <names>", "these alone, such as user01,user07", list)
  .option("--to <folder>", "where to (default: a folder of the stack's in .sandbox)")
  .option("--hours <number>", "how long a token is to be good for", whole, 12)
  .action((flags: HandoutFlags) => commands.handout().handout(flags));

ofClassroom("doctor", "why is a student's service not reached: docs/doctor.md")
  .argument("<student>", "such as user01")
  .option("--service <name>", "this one alone")
  .action((student: string, flags: DoctorFlags) => commands.doctor().doctor(student, flags));

const scaling = (name: string, description: string) =>
  ofClassroom(name, description)
    .option("--dry-run", "say what would be done, and do nothing")
    .option("--patience <seconds>", "how long nodes may take", whole, 900);

scaling("open", "scale the platform's node groups up for a day: docs/classroom-nodes.md")
  .requiredOption("--day <number>", "which day of the course, 1 to 3", whole)
  .option("--full", "room for all that the quotas let students ask for, not for the day's labs")
  .action((flags: OpenFlags) => commands.nodes().open(flags));

scaling("close", "scale them down to what the platform itself needs").action((flags: NodesFlags) =>
  commands.nodes().close(flags),
);

cli
  .command("labs")
  .description("the course's labs, or one of them: docs/labs.md")
  .argument(
    "[words...]",
    "a lab's name, or words of the course such as HPA; without them, all by day",
  )
  .option("--day <number>", "of this day alone", whole)
  .option("-s, --stack <name>", "a classroom: say what its platform lacks for them")
  .addOption(new Option("--yaml <part>", "a lab's objects as YAML").choices([...parts]))
  .option("--student <name>", "whose namespace the YAML names")
  .option("--json", "the result as JSON on standard output")
  .action((asked: string[], flags: LabsFlags) => {
    labsCommand(asked, flags);
  });

cli
  .command("teardown")
  .description("take a stack down so that nothing is left behind: docs/teardown.md")
  .requiredOption("-s, --stack <name>", "which stack")
  .option("--aws", "the stack on AWS, though it stands or stood in this clone's sandbox too")
  .option("--plan", "show what would be done, and do nothing")
  .option("--unprotect", "lift first what protects the stack")
  .option("--yes", "do not ask for the stack's name")
  .option("--no-drain", "where the cluster does not answer any more")
  .option("--patience <seconds>", "how long a drain may stand still", whole, 600)
  .option("--json", "the result as JSON on standard output")
  .action((flags: TeardownFlags) => commands.teardown().teardown(flags, interrupt));

cli
  .command("traffic")
  .description("send requests to a service, and show live who answers: docs/traffic.md")
  .argument("<service>", "such as products")
  .option("-s, --stack <name>", "which stack", "dev")
  .option("--aws", "the stack on AWS, through its own gateway")
  .option("--url <address>", "another address than the stack's own", trafficFlags.address)
  .option("--path <path>", "another path than the service's own", trafficFlags.path)
  .option("--method <name>", "of the requests", trafficFlags.method, "GET")
  .option("--header <header>", 'such as "x-group: b"; may be repeated', trafficFlags.header)
  .option("--cookie <cookie>", "such as group=b; may be repeated", trafficFlags.cookie)
  .option("--user-agent <text>", "such as Firefox", trafficFlags.userAgent)
  .option("--body <text>", "of each request")
  .option("--rps <number>", "requests a second, whatever the answers", trafficFlags.rate, 20)
  .option("--for <time>", "such as 90s or 5m; without it, until Ctrl-C", trafficFlags.duration)
  .option("--timeout <time>", "how long one may take", trafficFlags.milliseconds, 10_000)
  .option("--clients <number>", "so many clients, which keep cookies", trafficFlags.clients, 0)
  .option("--connections <number>", "at most at a time", trafficFlags.connections, 128)
  .option("--no-keep-alive", "a connection of its own for each request")
  .option("--version-header <name>", "which header names the version", trafficFlags.headerName)
  .option("--json", "what came of it as JSON on standard output")
  .option("--report <file>", "and as a picture: one file of HTML")
  .action((service: string, flags: trafficFlags.TrafficFlags) =>
    commands.traffic().traffic(service, flags, interrupt),
  );

cli.parseAsync().catch((error: unknown) => endWith(error, interrupt));
