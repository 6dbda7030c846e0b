import type { V1Service } from "@kubernetes/client-node";

import { nearest } from "../../stacks/problems";
import { accessFindings } from "./rules/access";
import { authorizationFindings } from "./rules/authorization";
import { closingFindings } from "./rules/closing";
import { exposureFindings, ingressesOf, ingressFindings } from "./rules/entry";
import { faultFindings } from "./rules/faults";
import { routeFindings } from "./rules/mesh";
import { mutualTlsFindings } from "./rules/mutual-tls";
import { isReady, podFindings } from "./rules/pods";
import { policyFindings } from "./rules/policy";
import { endpointFindings, portFindings } from "./rules/ports";
import { podsOf, selectorFindings } from "./rules/selected";
import { sourceFindings } from "./rules/sources";
import { quotaFindings, workloadFindings } from "./rules/workloads";
import { kubectl, nameOf, saw, wrong, type Finding, type Part, type World } from "./world";

/** What was found of one Service. */
export interface Examined {
  readonly service: string;
  /** How it is reached from inside, and from outside where there is a way. */
  readonly addresses: readonly string[];
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly student: string;
  /** What is not one service's. */
  readonly shared: readonly Finding[];
  readonly services: readonly Examined[];
  /** What could not be looked at, each as a sentence with what to do. */
  readonly problems: readonly string[];
}

/** Why a student's services are not reached, or that one; nothing is written, and nothing asked beyond what `world` has. */
export function examine(world: World, stack: string, only?: string): Report {
  const { student, services } = world;
  const access = accessFindings(world, stack);
  const named = only === undefined ? services : services.filter((it) => nameOf(it) === only);
  const missing =
    only !== undefined && named.length === 0 && saw(world, "services")
      ? [notThere(only, world)]
      : [];
  const used = new Set(named.flatMap((it) => ingressesOf(it, world)));
  const others = only === undefined ? world.ingresses.filter((it) => !used.has(it)) : [];
  return {
    student,
    shared: [
      ...access,
      ...missing,
      ...(world.namespace ? quotaFindings(world) : []),
      ...(saw(world, "services") ? others.flatMap((it) => ingressFindings(it, world)) : []),
    ],
    services: named.map((service) => ({
      service: nameOf(service),
      addresses: addressesOf(service, world),
      findings: once(serviceFindings(service, world)),
    })),
    problems: Object.values(world.unseen),
  };
}

/** From the pods outwards: what is wrong within explains what is wrong further out. */
function serviceFindings(service: V1Service, world: World): Finding[] {
  const pods = podsOf(service, world.pods);
  const ready = pods.filter(isReady);
  // A list that could not be had is no empty one.
  const having = (parts: readonly Part[], find: () => Finding[]) =>
    saw(world, ...parts) ? find() : [];
  const within = [
    ...having(["pods", ...makers], () => selectorFindings(service, world)),
    ...workloadFindings(service, pods, world),
    ...pods.flatMap((pod) => podFindings(pod, world)),
  ];
  return [
    ...within,
    ...having(["pods", ...makers], () => closingFindings(service, pods, within, world)),
    ...portFindings(service, pods, world),
    ...having(["slices"], () => endpointFindings(service, ready, world)),
    ...policyFindings(service, pods, world),
    ...having(["pods", "cuts"], () => routeFindings(service, world)),
    ...faultFindings(service, world),
    ...authorizationFindings(pods, world),
    ...mutualTlsFindings(service, pods, world),
    ...exposureFindings(service, world),
    ...sourceFindings(service, world),
    ...ingressesOf(service, world).flatMap((it) => ingressFindings(it, world)),
  ];
}

const makers: readonly Part[] = [
  ...(["deployments", "replicaSets", "statefulSets", "daemonSets"] as const),
  ...(["replicationControllers", "jobs", "cronJobs"] as const),
];

const once = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((it) => [`${it.object} ${it.what}`, it])).values(),
];

function notThere(name: string, world: World): Finding {
  const here = world.services.map(nameOf);
  const meant = nearest(name, here);
  const places = Object.entries(world.elsewhere).flatMap(([namespace, names]) =>
    names.includes(name) ? [namespace] : [],
  );
  const hint = meant
    ? `; ${meant} is`
    : places.length > 0
      ? `; one of that name is in ${places.join(", ")}, reached as ${name}.${places[0] ?? ""}`
      : here.length > 0
        ? `; there are ${here.join(", ")}`
        : ", nor any other";
  return wrong(
    `Service/${name}`,
    `is not in ${world.student}${hint}`,
    kubectl(world, `expose deployment ${name} --port 80 --target-port PORT`),
  );
}

function addressesOf(service: V1Service, world: World): string[] {
  const name = nameOf(service);
  const ports = (service.spec?.ports ?? []).map(({ port }) => port);
  const inside = ports.map((port) => `${name}.${world.student}:${port}`);
  const balancers = (service.status?.loadBalancer?.ingress ?? []).flatMap(({ hostname, ip }) =>
    ports.map((port) => `${hostname ?? ip ?? ""}:${port}`),
  );
  const hosts = ingressesOf(service, world).flatMap(({ spec }) =>
    (spec?.rules ?? []).flatMap(({ host, http }) =>
      (http?.paths ?? [])
        .filter(({ backend }) => backend.service?.name === name)
        .map(({ path = "/" }) => `http://${host ?? ""}${path}`),
    ),
  );
  return [...inside, ...balancers, ...hosts];
}
