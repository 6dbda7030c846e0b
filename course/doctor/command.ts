import { UserError } from "../../sandbox/errors";
import { consoleProgress } from "../../sandbox/progress";
import { networkOf, platformFacts } from "../../stacks/classroom/facts";
import { nearest } from "../../stacks/problems";
import { open } from "../classroom/cluster";
import { inSentences } from "../classroom/sentences";
import { placeOf } from "../places";
import { classroomConfig, standsOn } from "../places/classroom";
import { examine } from "./examine";
import { lookAt } from "./look";
import { isHealthy, reportText } from "./text";

export interface DoctorFlags {
  readonly stack: string;
  readonly aws?: boolean;
  readonly service?: string;
  readonly json?: boolean;
}

/** Says why a student's services are not reached. The exit code is 1 where something is wrong. */
export const doctor = (student: string, flags: DoctorFlags): Promise<void> =>
  inSentences(() => examineStudent(student, flags));

async function examineStudent(student: string, flags: DoctorFlags): Promise<void> {
  const { stack, aws = false, service, json } = flags;
  const progress = consoleProgress();
  const place = await placeOf(stack, aws, progress);
  const config = classroomConfig(stack, place.config());
  const names = Object.keys(config.students);
  if (!names.includes(student)) {
    const meant = nearest(student, names);
    throw new UserError(
      `"${student}" is no student of "${stack}": ${meant ? `did you mean ${meant}?` : `there are ${names.join(", ")}.`}`,
    );
  }
  const platform = await standsOn(config, aws, progress);
  const facts = platformFacts(platform.config);
  const { callers = [] } = networkOf({ ...facts, prometheus: false }, config);
  const world = await lookAt(open(place.kubeconfig).api, {
    student,
    entry: config.ingress && {
      host: `${student}.${config.ingress.domain}`,
      className: config.ingress.className,
    },
    doors: callers.map(({ namespace }) => namespace),
  });
  const report = examine(world, stack, service);
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report));
  if (!isHealthy(report)) process.exitCode = 1;
}
