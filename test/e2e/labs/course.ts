import { join } from "node:path";

import type { Lab, LabPlace } from "../../../apps/labs";
import { silentProgress } from "../../../sandbox/progress";
import { resolveTools } from "../../../sandbox/tools";
import { Hands } from "./hands";
import { proofOf, type Desk } from "./proof";

/** A classroom that stands: whose kubeconfig is where. */
export interface Room {
  readonly instructor: string;
  readonly students: Readonly<Record<string, string>>;
  readonly domain: string;
  readonly ingressClass: string;
  /** A folder for what kubectl keeps. */
  readonly cache: string;
}

/** What came of each lab: its error, or nothing. */
export type Outcomes = ReadonlyMap<string, Error | undefined>;

/**
 * Works all labs: the students' side by side, each student one after the other, and then the instructor's one by one, for
 * they touch what all share.
 */
export async function workAll(labs: readonly Lab[], room: Room): Promise<Outcomes> {
  const desks = await desksOf(room);
  const outcomes = new Map<string, Error | undefined>();
  const work = async (desk: Desk, lab: Lab) => {
    outcomes.set(lab.name, await errorOf(() => workOne(lab, asActor(desk, lab))));
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
  const proof = await proofOf(lab.name);
  try {
    await instructor.apply(...(lab.shared?.() ?? []));
    await actor.apply(...lab.baseline(place));
    await proof(desk);
  } finally {
    await tidy(desk);
    const shared = lab.shared?.() ?? [];
    for (const { kind, metadata } of shared.toReversed())
      await instructor.kubectl("delete", kind, metadata.name, "--ignore-not-found");
  }
}

/** What labs leave in a namespace; those that the API server makes again by itself among them. */
const leavings = [
  ...["deployments", "statefulsets", "daemonsets", "replicasets", "replicationcontrollers"],
  ...["cronjobs", "jobs", "pods", "services", "ingresses", "networkpolicies", "configmaps"],
  ...["secrets", "serviceaccounts", "roles", "rolebindings", "persistentvolumeclaims"],
  ...[
    "horizontalpodautoscalers.autoscaling",
    "poddisruptionbudgets",
    "endpoints",
    "endpointslices",
  ],
  ...["resourcequotas", "limitranges", "leases"],
  ...["destinationrules", "virtualservices", "serviceentries", "sidecars.networking.istio.io"],
  ...["authorizationpolicies", "peerauthentications", "requestauthentications"],
];

async function tidy({ instructor }: Desk): Promise<void> {
  const others = ["-l", "!classroom.twelve-street/name", "--ignore-not-found", "--timeout=60s"];
  await instructor.kubectl("delete", leavings.join(","), ...others);
}

async function desksOf(room: Room): Promise<Desk[]> {
  const { kubectl } = await resolveTools(["kubectl"], silentProgress);
  const tool = { path: kubectl.path, cache: join(room.cache, "kubectl") };
  return Object.entries(room.students).map(([namespace, file]) => {
    const place: LabPlace = {
      namespace,
      host: `${namespace}.${room.domain}`,
      ingressClass: room.ingressClass,
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
