import type { V1Service } from "@kubernetes/client-node";

import { selects } from "../../../components/classroom/evaluate";
import { kubectl, nameOf, wrong, type Finding, type World } from "../world";
import { podsOf } from "./selected";

/** Short or in full, a host is a Service of the namespace or none. */
const serviceOf = (host: string, { student }: World): string | undefined => {
  const [name, namespace, ...rest] = host.split(".");
  if (namespace === undefined) return name;
  return namespace === student && ["", "svc", "svc.cluster.local"].includes(rest.join("."))
    ? name
    : undefined;
};

/** The VirtualServices by which a Service's callers in the mesh go. */
export const routesTo = (service: V1Service, world: World) =>
  world.routes.filter(({ spec }) =>
    (spec?.hosts ?? []).some((host) => serviceOf(host, world) === nameOf(service)),
  );

/** Routes of the mesh for a Service: each must lead to a Service that is there, and to a subset that has pods. */
export function routeFindings(service: V1Service, world: World): Finding[] {
  return routesTo(service, world).flatMap((route) => {
    const { name: routeName } = route.metadata;
    const object = `VirtualService/${routeName}`;
    const edit = kubectl(world, `edit virtualservice ${routeName}`);
    const destinations = (route.spec?.http ?? []).flatMap((it) =>
      (it.route ?? []).map(({ destination }) => destination),
    );
    return destinations.flatMap(({ host, subset }): Finding[] => {
      const target = serviceOf(host, world);
      const there = world.services.find((it) => nameOf(it) === target);
      if (target !== undefined && !there)
        return [wrong(object, `routes to ${host}, and there is no such Service`, edit)];
      if (subset === undefined || !there) return [];
      const cut = world.cuts.find(
        ({ spec }) => spec?.host !== undefined && serviceOf(spec.host, world) === target,
      );
      const found = cut?.spec?.subsets?.find((it) => it.name === subset);
      if (!cut || !found)
        return [
          wrong(
            object,
            `routes to the subset ${subset} of ${host}, which ${cut ? `DestinationRule ${cut.metadata.name} has not` : "no DestinationRule has"}`,
            cut ? kubectl(world, `edit destinationrule ${cut.metadata.name}`) : edit,
          ),
        ];
      const pods = podsOf(there, world.pods).filter((pod) =>
        selects({ matchLabels: found.labels ?? {} }, pod.metadata?.labels ?? {}),
      );
      return pods.length > 0
        ? []
        : [
            wrong(
              `DestinationRule/${cut.metadata.name}`,
              `cuts the subset ${subset} by ${JSON.stringify(found.labels ?? {})}, which none of the pods of ${target ?? host} has`,
              kubectl(world, `edit destinationrule ${cut.metadata.name}`),
            ),
          ];
    });
  });
}
