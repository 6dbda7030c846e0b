import { days, labNamed, labs, type Lab, type LabPlace } from "../../apps/labs";
import { isObject } from "../../sandbox/providers/kubernetes/objects";
import { UserError } from "../../sandbox/errors";
import type { StateResource } from "../../sandbox/engine/state";
import type { Progress } from "../../sandbox/progress";
import type { ClassroomConfig } from "../../stacks/classroom/config";
import { placeOf, type Place } from "../places";
import { classroomConfig } from "../places/classroom";
import { open, type Cluster } from "./cluster";
import { declaredIn } from "./declared";
import { labManager, type Baseline, type Declared, type Standing } from "./model";

/** A classroom that stands. */
export interface Classroom {
  readonly stack: string;
  readonly config: ClassroomConfig;
  readonly place: Pick<Place, "name" | "kubeconfig">;
  readonly cluster: Cluster;
  readonly students: readonly string[];
  /** What the stack itself declares for each. */
  readonly environments: ReadonlyMap<string, Baseline>;
  /** What it declares for all of them. */
  readonly shared: readonly Declared[];
  readonly labPlace: (student: string) => LabPlace;
}

/** @throws UserError where the stack is no classroom, or is not up */
export async function classroomOf(
  stack: string,
  onAws: boolean,
  progress: Progress,
): Promise<Classroom> {
  const place = await placeOf(stack, onAws, progress);
  const config = classroomConfig(stack, place.config());
  return classroomFrom(place, config, await place.resources());
}

/** @param resources the stack's state */
export function classroomFrom(
  place: Classroom["place"],
  config: ClassroomConfig,
  resources: readonly StateResource[],
): Classroom {
  const { stack, ingress } = config;
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const told = root?.outputs?.students;
  if (!isObject(told))
    throw new UserError(`Stack "${stack}" is not up: run up of it first. Nothing was touched.`);
  const students = Object.keys(told);
  const declared = declaredIn(resources, students);
  const labPlace = (student: string): LabPlace => {
    const registry = registryOf(told[student]);
    return {
      namespace: student,
      ...(ingress && { host: `${student}.${ingress.domain}`, ingressClass: ingress.className }),
      ...(registry !== undefined && { registry }),
    };
  };
  return {
    stack,
    config,
    place,
    cluster: open(place.kubeconfig),
    students,
    environments: new Map(declared.students.map((one) => [one.student, one])),
    shared: declared.shared,
    labPlace,
  };
}

/** What the student's repositories have in common. */
function registryOf(told: unknown): string | undefined {
  const { repositories = {} } = told as { repositories?: Record<string, string> };
  const [[name, url] = []] = Object.entries(repositories);
  return name !== undefined && url?.endsWith(`/${name}`)
    ? url.slice(0, -name.length - 1)
    : undefined;
}

/** @throws UserError where there is no such lab or day, or both are asked for */
export function standingAsked(flags: {
  readonly day?: number;
  readonly lab?: string;
  readonly bare?: boolean;
}): Standing | undefined {
  const { day, lab, bare } = flags;
  if ([day, lab, bare].filter((it) => it !== undefined).length > 1)
    throw new UserError("--day, --lab and --bare are three different places: give one of them.");
  if (bare) return { at: "environment" };
  if (day !== undefined) {
    if (days.some((one) => one.day === day)) return { at: "day", day };
    const all = days.map((one) => one.day).join(", ");
    throw new UserError(`--day: there is no day ${day.toString()}, but ${all}.`);
  }
  if (lab === undefined) return undefined;
  if (labNamed(lab)) return { at: "lab", lab };
  throw new UserError(
    `--lab: there is no "${lab}", but ${labs.map(({ name }) => name).join(", ")}.`,
  );
}

/** What a student's environment should be. @param standing what it was, or is to be, brought to */
export function baselineAt(
  { environments, labPlace }: Classroom,
  student: string,
  standing: Standing,
): Baseline {
  const declared = environments.get(student)?.declared ?? [];
  const place = labPlace(student);
  const ofLabs = labsAt(standing)
    .flatMap((lab) => lab.baseline(place))
    .map((object) => ({ object, manager: labManager }));
  return { student, declared: [...declared, ...ofLabs] };
}

/** The labs whose baselines stand there. */
export function labsAt(standing: Standing): readonly Lab[] {
  if (standing.at === "lab") return labs.filter(({ name }) => name === standing.lab);
  const day = standing.at === "day" && days.find((one) => one.day === standing.day);
  return day ? day.morning : [];
}
