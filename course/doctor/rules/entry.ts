import type { V1Ingress, V1Service } from "@kubernetes/client-node";

import { kubectl, nameOf, note, wrong, type Finding, type World } from "../world";

/** Backends of an Ingress, rule by rule. */
const backendsOf = ({ spec }: V1Ingress) =>
  (spec?.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).flatMap(({ path = "/", backend }) =>
      backend.service ? [{ host, path, service: backend.service }] : [],
    ),
  );

/** An Ingress by itself: its class, its hosts, its address, and whether its Services are there. */
export function ingressFindings(ingress: V1Ingress, world: World): Finding[] {
  const name = nameOf(ingress);
  const object = `Ingress/${name}`;
  const { entry } = world;
  if (!entry)
    return [
      wrong(
        object,
        "is served by nobody: this classroom has no shared ingress",
        kubectl(world, "port-forward service/NAME 8080:80"),
      ),
    ];
  const found: Finding[] = [];
  const ingressClassName = ingress.spec?.ingressClassName;
  if (ingressClassName !== entry.className)
    found.push(
      wrong(
        object,
        `has the class ${ingressClassName ?? "(none)"}, which nobody serves here; ${entry.className} is`,
        kubectl(
          world,
          `patch ingress ${name} --type merge -p '{"spec":{"ingressClassName":"${entry.className}"}}'`,
        ),
      ),
    );
  for (const host of new Set((ingress.spec?.rules ?? []).map((rule) => rule.host ?? "")))
    if (host !== entry.host && !host.endsWith(`.${entry.host}`))
      found.push(
        wrong(
          object,
          `has the host ${host || "(any)"}, and only ${entry.host} and what lies below it leads here`,
          kubectl(world, `edit ingress ${name}`),
        ),
      );
  for (const { host, path, service } of backendsOf(ingress)) {
    const at = `${host ?? ""}${path}`;
    const there = world.services.find((it) => nameOf(it) === service.name);
    if (!there) {
      found.push(
        wrong(
          object,
          `sends ${at} to Service ${service.name}, which is not there`,
          kubectl(world, `edit ingress ${name}`),
        ),
      );
      continue;
    }
    const [number, portName] = [service.port?.number, service.port?.name];
    const ports = there.spec?.ports ?? [];
    if (ports.some((it) => it.port === number || (portName !== undefined && it.name === portName)))
      continue;
    const has = ports.map((it) => `${it.port}${it.name === undefined ? "" : ` (${it.name})`}`);
    found.push(
      wrong(
        object,
        `sends ${at} to port ${portName ?? String(number)} of Service ${service.name}, which has ${has.join(", ") || "none"}`,
        kubectl(world, `edit ingress ${name}`),
      ),
    );
  }
  if (found.length === 0 && (ingress.status?.loadBalancer?.ingress ?? []).length === 0)
    found.push(
      wrong(
        object,
        "has no address yet: its controller has not seen it, or does not run",
        kubectl(world, `describe ingress ${name}`),
      ),
    );
  return found;
}

/** The Ingresses by which a Service is reached. */
export const ingressesOf = (service: V1Service, { ingresses }: World): V1Ingress[] =>
  ingresses.filter((ingress) =>
    backendsOf(ingress).some((it) => it.service.name === nameOf(service)),
  );

/** A Service's own way out: its load balancer, or the name that it stands for. */
export function exposureFindings(service: V1Service, world: World): Finding[] {
  const name = nameOf(service);
  const object = `Service/${name}`;
  const type = service.spec?.type;
  const externalName = service.spec?.externalName;
  if (type === "ExternalName")
    return /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?\.?$/i.test(
      externalName ?? "",
    ) && !/^[\d.]+$/.test(externalName ?? "")
      ? []
      : [
          wrong(
            object,
            `stands for ${externalName ?? "nothing"}, which is no DNS name: an address needs a Service without selector and an EndpointSlice`,
            kubectl(world, `edit service ${name}`),
          ),
        ];
  if (type !== "LoadBalancer") return [];
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const local: Finding[] =
    service.spec?.externalTrafficPolicy === "Local"
      ? [
          note(
            object,
            "has externalTrafficPolicy Local: nodes without one of its pods refuse what the load balancer sends",
            kubectl(world, `get pods -o wide`),
          ),
        ]
      : [];
  if (ingress.length > 0) return local;
  return [
    wrong(
      object,
      "has no address yet: a load balancer takes a few minutes, and the events say where it cannot be made",
      kubectl(world, `describe service ${name}`),
    ),
    ...local,
  ];
}
