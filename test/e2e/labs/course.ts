import { join } from "node:path";

import type { Lab, LabPlace } from "../../../apps/labs";
import { classroomLabel } from "../../../components/classroom/objects";
import { silentProgress } from "../../../sandbox/progress";
import { Refused } from "../../../sandbox/providers/aws/kube-api";
import { resolveTools } from "../../../sandbox/tools";
import { collections } from "./collections";
import { Hands, type Live } from "./hands";
import { proofOf, type Desk } from "./proof";

/** A classroom that stands: whose kubeconfig is where. */
export interface Room {
  readonly instructor: string;
  readonly students: Readonly<Record<string, string>>;
  readonly domain: string;
  readonly ingressClass: string;
  /** Where students' images are, for the student put in for `*`. */
  readonly registry: string;
  /** A folder for what kubectl keeps. */
  readonly cache: string;
}

/** What came of each lab: its error, or nothing. */
export type Outcomes = ReadonlyMap<string, Error | undefined>;

/**
 * Works all labs: the students' side by side, each student one after the other, and then the instructor's one by one, for
 * they touch what all share.
 */
export async function workAll(
  labs: readonly Lab[],
  room: Room,
  tell: (lab: string, error: Error | undefined) => void = () => undefined,
): Promise<Outcomes> {
  const desks = await desksOf(room);
  const outcomes = new Map<string, Error | undefined>();
  const work = async (desk: Desk, lab: Lab) => {
    const error = await errorOf(() => workOne(lab, asActor(desk, lab)));
    outcomes.set(lab.name, error);
    tell(lab.name, error);
  };
  const waiting = labs.filter(({ who }) => who === "student");
  const one = async (desk: Desk): Promise<void> => {
    for (let lab = waiting.shift(); lab; lab = waiting.shift()) await work(desk, lab);
  };
  await Promise.all(desks.map(one));
  const [first] = desks;
  for (const lab of labs.filter(({ who }) => who === "instructor"))
    if (first) await work(first, lab);
  return outcomes;
}

const asActor = (desk: Desk, { who }: Lab): Desk => ({ ...desk, actor: desk[who] });

async function workOne(lab: Lab, desk: Desk): Promise<void> {
  const { actor, instructor, place } = desk;
  const proof = proofOf(lab.name);
  const shared = lab.shared?.() ?? [];
  const failed = await errorOf(async () => {
    await instructor.apply(...shared);
    await actor.apply(...lab.baseline(place));
    await proof(desk, lab);
  });
  const untidy = await errorOf(async () => {
    await tidy(desk);
    for (const { kind, metadata } of shared.toReversed()) {
      const { name, namespace = place.namespace } = metadata;
      await instructor.kubectl("delete", kind, name, "-n", namespace, "--ignore-not-found");
    }
  });
  const error = failed ?? untidy;
  if (error) throw error;
}

const now = { propagationPolicy: "Background", gracePeriodSeconds: 0 };

/** What the API server makes again by itself, as at a namespace's start. */
const returning = ["kube-root-ca.crt", "istio-ca-root-cert", "default"];

/** Takes away what a lab has left in the namespace, until there is the classroom's alone, and what comes of it. */
async function tidy({ instructor, place }: Desk): Promise<void> {
  await instructor.until("the namespace is tidy", async () => {
    let left = 0;
    const stays = new Set<string>();
    const isLeft = ({ metadata: { name, uid, labels, ownerReferences = [] } }: Live): boolean => {
      const its = labels?.[classroomLabel] ?? ownerReferences.find((owner) => stays.has(owner.uid));
      if (its === undefined && !returning.includes(name)) return true;
      stays.add(uid);
      return false;
    };
    for (const { path, kind } of collections) {
      const found = (await instructor.list(kind)).filter(isLeft);
      left += found.length;
      for (const { metadata } of found)
        await instructor.api
          .call("DELETE", `${path(place.namespace)}/${metadata.name}`, now)
          .catch(pardon);
    }
    return left === 0;
  });
}

/** A server that is too busy is asked again. */
function pardon(error: unknown): void {
  if (!(error instanceof Refused) || error.status < 500) throw error;
}

async function desksOf(room: Room): Promise<Desk[]> {
  const { kubectl } = await resolveTools(["kubectl"], silentProgress);
  const tool = { path: kubectl.path, cache: join(room.cache, "kubectl") };
  return Object.entries(room.students).map(([namespace, file]) => {
    const place: LabPlace = {
      namespace,
      host: `${namespace}.${room.domain}`,
      ingressClass: room.ingressClass,
      registry: room.registry.replace("*", namespace),
    };
    const student = new Hands(namespace, file, namespace, tool);
    const instructor = new Hands("instructor", room.instructor, namespace, tool);
    return { place, student, instructor, actor: student };
  });
}

async function errorOf(work: () => Promise<void>): Promise<Error | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
