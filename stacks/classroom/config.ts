import { checkClassroom, type ClassroomArgs } from "../../components/classroom/args";
import { given } from "../given";
import { keyOf, problemsOf } from "../issues";
import { ConfigError, type Problem } from "../problems";
import { sortKeys, structured } from "../raw";
import { problem, refusals } from "../refusals";
import { readSecrets } from "../secrets";
import { classroomSchema, type ClassroomSettings } from "./schema";
import { checkShop, classroomSecret } from "./shop";

type OwnNamespaces = typeof import("../../apps/labs/own-namespaces");

/** What a classroom stack is, checked. */
export interface ClassroomConfig extends ClassroomSettings {
  readonly stack: string;
  /** Keys of the secrets that have a value; the values stay with Pulumi. */
  readonly secretsGiven: ReadonlySet<string>;
}

/** Whether these raw keys are a classroom's. */
export const isClassroom = (raw: Readonly<Record<string, unknown>>): boolean =>
  raw["twelve-street:kind"] === "classroom";

/**
 * Reads a classroom's config, as `parseConfig` reads a platform's.
 *
 * @throws ConfigError with every problem at once, each naming key, value and fix.
 */
export function parseClassroom(
  stack: string,
  raw: Readonly<Record<string, unknown>>,
): ClassroomConfig {
  const { settings: input, secrets, problems } = sortKeys(raw);
  const { given: secretsGiven, problems: secretProblems } = readSecrets(
    structured(secrets),
    typeof secrets === "string" ? "engine" : "file",
    [classroomSecret],
  );
  const parsed = classroomSchema.safeParse(input);
  const settings = parsed.success ? given(parsed.data) : undefined;
  const found = parsed.success ? [] : problemsOf(parsed.error.issues, input, classroomSchema);
  const all = [
    ...problems,
    ...found,
    ...secretProblems,
    ...(settings ? together(stack, settings) : []),
  ];
  if (!settings || all.length > 0) throw new ConfigError(stack, all);
  return { ...settings, stack, secretsGiven };
}

/** Full keys of the secrets that the classroom's encrypted config must have. */
export const classroomSecretKeys = ({ shop }: Pick<ClassroomConfig, "shop">): readonly string[] =>
  shop ? [classroomSecret] : [];

function together(stack: string, settings: ClassroomSettings): Problem[] {
  const { platform, registry, iam, students } = settings;
  const args: ClassroomArgs = {
    ...classroomArgs(settings, { kubernetesVersion: "1.36", vpcCidrs: ["10.0.0.0/8"] }),
    access: { clusterName: platform, makeUsers: iam.makeUsers },
  };
  const known =
    iam.makeUsers || Object.values(students).some((it) => it.principalArn !== undefined);
  return [
    ...refusals([], () => {
      checkClassroom(stack, args);
    }).map(ofStacksName),
    ...labsNames(Object.keys(students)),
    ...checkShop(settings),
    ...(platform === stack
      ? [{ key: "twelve-street:platform", value: `"${stack}"`, fix: "give another stack's name" }]
      : []),
    ...(registry && !known
      ? [
          {
            key: "twelve-street:registry",
            value: "given",
            fix: "repositories are for who has an IAM user or role: set iam.makeUsers to true, give students their principalArn, or take it out",
          },
        ]
      : []),
  ];
}

/** The component's name is the stack's, which no key has. */
const ofStacksName = (it: Problem): Problem =>
  it.key === keyOf(["name"]) ? { ...it, key: "the stack's name" } : it;

function labsNames(students: readonly string[]): Problem[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late: a platform's config has no need of the labs
  const { labNamespaces } = require("../../apps/labs/own-namespaces") as OwnNamespaces;
  const theirs = labNamespaces();
  const fix = "a lab of the course makes a namespace of that name, give another";
  return students
    .filter((student) => theirs.includes(student))
    .map((student) => problem(["students"], student, fix));
}

/** What the platform says of itself to its classrooms' networks. */
export interface PlatformNetwork {
  readonly kubernetesVersion: string;
  readonly vpcCidrs: readonly string[];
  readonly callerCidrs?: readonly string[];
  readonly callers?: ClassroomArgs["surroundings"]["callers"];
  readonly calls?: ClassroomArgs["surroundings"]["calls"];
  readonly meshGateways?: readonly string[];
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly reservedNamespaces?: readonly string[];
}

/** The component's arguments, but for what AWS knows. */
export function classroomArgs(
  settings: ClassroomSettings,
  platform: PlatformNetwork,
): ClassroomArgs {
  const { callerCidrs, callers, calls, vpcCidrs, ...rest } = platform;
  const { students, quota, bounds, defaults, ingress } = settings;
  const { externalNames, priorityClasses, registry } = settings;
  return {
    ...rest,
    students,
    surroundings: {
      vpcCidrs,
      ...(callerCidrs && { callerCidrs }),
      ...(callers && { callers }),
      ...(calls && { calls }),
    },
    quota,
    bounds,
    defaults,
    ...(ingress && { ingress }),
    externalNames,
    priorityClasses,
    ...(registry && { registry }),
  };
}
