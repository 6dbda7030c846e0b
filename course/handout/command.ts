import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";

import { KubeConfig } from "@kubernetes/client-node";

import { UserError } from "../../sandbox/errors";
import { writePrivate } from "../../sandbox/files";
import { sandboxPaths } from "../../sandbox/paths";
import { consoleProgress } from "../../sandbox/progress";
import type { ClassroomConfig } from "../../stacks/classroom/config";
import { classroomFrom } from "../classroom/classroom";
import { complain } from "../classroom/report";
import { placeOf, type Place } from "../places";
import { classroomConfig, requireStudents } from "../places/classroom";
import { handOut, untilTheEnd, validityText, type Given, type Handed } from "./hand-out";
import { studentKubeconfig, type Login } from "./kubeconfig";
import { tokens } from "./tokens";

export interface HandoutFlags {
  readonly stack: string;
  readonly aws?: boolean;
  readonly students?: readonly string[];
  readonly to?: string;
  readonly hours: number;
  readonly json?: boolean;
}

/** Writes a kubeconfig for each student, for its owner alone, and says where; the exit code is 1 where one gets none. */
export async function handout(flags: HandoutFlags): Promise<void> {
  const { stack, hours } = flags;
  requireHours(hours);
  const place = await placeOf(stack, flags.aws ?? false, consoleProgress());
  const config = classroomConfig(stack, place.config());
  const all = Object.keys(config.students);
  requireStudents(all, flags.students ?? []);
  const { cluster, students: standing } = classroomFrom(place, config, await place.resources());
  const folder = flags.to ?? join(sandboxPaths(stack).dir, "handout");
  requireFolder(folder);
  const asked = [...new Set(flags.students ?? all)];
  const now = new Date();
  const handed = await handOut(
    asked.filter((it) => standing.includes(it)),
    giver(place, config, folder, untilTheEnd(tokens(cluster.api, hours))),
    (student) =>
      `npm run course -- reset --stack ${stack}${flags.aws ? " --aws" : ""} --students ${student}`,
  );
  const missing = asked.filter((it) => !standing.includes(it)).map(notUp);
  const whole = { ...handed, problems: [...missing, ...handed.problems] };
  process.stdout.write(flags.json ? json(stack, whole) : text(whole, asked.length, hours, now));
  complain(whole.problems);
}

const notUp = (student: string): string =>
  `No kubeconfig for ${student}: it is in the config and not in the stack yet. Run up of the classroom, then this again.`;

/** Source: Kubernetes, authentication validation, TokenRequestSpec: from ten minutes to 2^32 seconds. */
const mostHours = Math.floor(2 ** 32 / 3_600);

function requireHours(hours: number): void {
  if (hours >= 1 && hours <= mostHours) return;
  throw new UserError(
    `--hours: ${hours} is no time that Kubernetes grants: give a whole number from 1 to ${mostHours}. Nothing was written.`,
  );
}

function requireFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UserError(
      `--to: "${folder}" cannot be written to (${why}): give a folder of yours. Nothing was written.`,
    );
  }
}

/** Writes one student's kubeconfig. */
function giver(
  { account, kubeconfig }: Place,
  { students, iam, region }: ClassroomConfig,
  folder: string,
  issue: ReturnType<typeof tokens>,
): (student: string) => Promise<Given> {
  const withIam = (student: string) =>
    !account.simulated && (iam.makeUsers || students[student]?.principalArn !== undefined);
  const write = (student: string, login: Login): string => {
    const file = join(folder, `${student}.kubeconfig`);
    writePrivate(file, studentKubeconfig(kubeconfig, student, login));
    return file;
  };
  return async (student) => {
    if (withIam(student))
      return { file: write(student, { by: "aws", clusterName: clusterIn(kubeconfig), region }) };
    const { token, expires } = await issue(student);
    return { file: write(student, { by: "token", token }), expires };
  };
}

/** The name that EKS knows the cluster by stands in the instructor's own way in. */
function clusterIn(kubeconfig: string): string {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { args = [] } = (config.getCurrentUser()?.exec ?? {}) as { args?: string[] };
  const name = args[args.indexOf("--cluster-name") + 1];
  if (name === undefined) throw new UserError("The stack's kubeconfig names no EKS cluster.");
  return name;
}

function json(stack: string, { given, problems }: Handed): string {
  const of = <Key extends keyof Given>(key: Key) =>
    Object.fromEntries(Object.entries(given).map(([student, its]) => [student, its[key]]));
  const told = { stack, files: of("file"), expires: of("expires"), problems };
  return `${JSON.stringify(told, undefined, 2)}\n`;
}

function text({ given }: Handed, asked: number, hours: number, now: Date): string {
  const files = Object.values(given);
  const expires = files.flatMap((it) => it.expires ?? []);
  const lines = [
    ...files.map(({ file }) => file),
    `${files.length} of ${asked} written, each for one student.`,
    ...(expires.length > 0 ? [validityText(expires, hours, now)] : []),
  ];
  return `${lines.join("\n")}\n`;
}
