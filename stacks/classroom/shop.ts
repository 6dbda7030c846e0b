import { createHmac } from "node:crypto";

import { serviceNames, services } from "../../apps/twelve-street/services";
import type { ShopSecrets } from "../../apps/twelve-street";
import { smallShop, smallShopRoom } from "../../apps/twelve-street/small";
import { gatewayHost } from "../../apps/twelve-street/student-hosts";
import { longestHost } from "../../components/classroom/args";
import type { Capacity } from "../../components/cluster/capacity";
import { amountOf, standardQuota } from "../../components/classroom/quota";
import { keyOf } from "../issues";
import { show, type Problem } from "../problems";
import { secretsKey } from "../secrets";
import type { ClassroomSettings } from "./schema";

/** The one secret of a classroom with shops, from which each student's are derived. */
export const classroomSecret = `${secretsKey}.namingKey`;

/** The secrets of one student's shop: other ones for each, and from none of them can one come to the key or to another's. */
export const studentSecrets = (key: string, student: string): ShopSecrets => {
  const derived = (...of: string[]) =>
    createHmac("sha256", key)
      .update([student, ...of].join("/"))
      .digest("base64url")
      .slice(0, 32);
  return {
    namingKey: derived("names"),
    services: Object.fromEntries(
      serviceNames.map((service) => [
        service,
        Object.fromEntries(
          Object.keys(services[service].secrets).map((name) => [name, derived(service, name)]),
        ),
      ]),
    ),
  };
};

type Settings = Pick<
  ClassroomSettings,
  "shop" | "quota" | "bounds" | "students" | "mesh" | "ingress"
>;

/** Whether each student's quota holds a shop, and one pod more while a version rolls; and DNS its hosts. */
export function checkShop(settings: Settings): Problem[] {
  const { shop, quota, bounds, students, mesh } = settings;
  if (!shop) return [];
  const asked = smallShop(mesh !== undefined);
  const own = Object.entries(students).flatMap(([student, it]) =>
    it.quota
      ? quotaProblems(asked, { ...quota, ...it.quota }, ["students", student, "quota"], it.quota)
      : [],
  );
  const shared = Object.values(students).some((it) => !it.quota);
  return [
    ...(shared ? quotaProblems(asked, quota, ["quota"], standardQuota) : []),
    ...own,
    ...boundProblems(asked, bounds),
    ...hostProblems(settings),
  ];
}

/** Of students whose own host still fits: the others are refused without a shop, too. */
function hostProblems({ ingress, students }: Settings): Problem[] {
  if (!ingress) return [];
  const { domain } = ingress;
  const student = Object.keys(students).find((it) => {
    const host = `${it}.${domain}`;
    return host.length <= longestHost && gatewayHost(host).length > longestHost;
  });
  if (student === undefined) return [];
  const fix = `give a shorter one, for the host of the gateway of ${student}'s shop would pass the ${longestHost} characters that DNS takes`;
  return [{ key: keyOf(["ingress", "domain"]), value: show(domain), fix }];
}

type Asked = ReturnType<typeof smallShop>;
type Quota = ClassroomSettings["quota"];

/** Of a student's own table, those alone that it has: the rest is the classroom's. */
function quotaProblems(asked: Asked, quota: Quota, path: string[], of: Partial<Quota>): Problem[] {
  const needs = {
    requestsCpu: [asked.cpuMillis / 1_000, `${asked.cpuMillis}m`],
    requestsMemory: [asked.memoryMiB * 2 ** 20, `${asked.memoryMiB}Mi`],
    limitsCpu: [asked.cpuLimitMillis / 1_000, `${asked.cpuLimitMillis}m`],
    limitsMemory: [asked.memoryLimitMiB * 2 ** 20, `${asked.memoryLimitMiB}Mi`],
  } as const;
  return (Object.keys(needs) as (keyof typeof needs)[])
    .filter((key) => key in of)
    .flatMap((key) => {
      const [amount, words] = needs[key];
      const has = quota[key] ?? standardQuota[key];
      if ((amountOf(has) ?? 0) >= amount) return [];
      const fix = `give at least "${words}", which the shop takes with one pod more while a version rolls, and what students run beside it; or take twelve-street:shop out`;
      return [{ key: keyOf([...path, key]), value: `"${has}"`, fix }];
    });
}

/** A Deployment keeps three ReplicaSets beside the one that serves. */
const replicaSets = 4 * serviceNames.length;

function boundProblems({ pods }: Asked, bounds: ClassroomSettings["bounds"]): Problem[] {
  const needs = { pods, objectsOfAKind: replicaSets } as const;
  return (Object.keys(needs) as (keyof typeof needs)[]).flatMap((key) => {
    const has = bounds[key];
    if (has >= needs[key]) return [];
    const fix = `give at least ${needs[key]}, which the shop takes; or take twelve-street:shop out`;
    return [{ key: keyOf(["bounds", key]), value: has.toString(), fix }];
  });
}

/** Most rules of one ALB. Source: Elastic Load Balancing quotas, "Rules per Application Load Balancer"; checked 2026-11-22. */
const albRules = 100;

const inWords = ({ pods, cpuMillis, memoryMiB }: Capacity): string =>
  `${Math.max(0, pods)} pods, ${(Math.max(0, cpuMillis) / 1_000).toFixed(1)} CPU and ${(Math.max(0, memoryMiB) / 1_024).toFixed(1)} GiB`;

/** What all shops together take that the platform has not, even with every node that it may have. */
export function shopMisfits(
  { shop, students, mesh, platform, ingress }: ClassroomSettings,
  served: "alb" | "nginx" | undefined,
  room: Capacity | undefined,
): Problem[] {
  if (!shop) return [];
  const problems: Problem[] = [];
  const count = Object.keys(students).length;
  const one = smallShopRoom(mesh !== undefined);
  const all: Capacity = {
    pods: count * one.pods,
    cpuMillis: count * one.cpuMillis,
    memoryMiB: count * one.memoryMiB,
  };
  if (
    room &&
    (all.pods > room.pods || all.cpuMillis > room.cpuMillis || all.memoryMiB > room.memoryMiB)
  ) {
    const fix = `they ask for ${inWords(all)}, and the node groups of ${platform} leave ${inWords(room)} at their max: raise max or instanceType of twelve-street:cluster.nodeGroups there and run \`up\` of it, or take shop out here`;
    problems.push({ key: keyOf(["shop"]), value: `on for ${count} students`, fix });
  }
  if (ingress && served === "alb" && 2 * count > albRules) {
    const fix = `two rules each come to ${2 * count}, and an ALB has ${albRules}: take a class of NGINX, or have fewer students in a classroom`;
    problems.push({ key: keyOf(["shop"]), value: `on for ${count} students`, fix });
  }
  return problems;
}
