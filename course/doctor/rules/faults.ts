import type { V1Service } from "@kubernetes/client-node";

import { kubectl, note, wrong, type Finding, type HttpRoute, type World } from "../world";
import { routesTo } from "./mesh";

/** What routes of the mesh do to requests by themselves, before any pod. */
export const faultFindings = (service: V1Service, world: World): Finding[] =>
  routesTo(service, world).flatMap(({ metadata: { name }, spec }) =>
    (spec?.http ?? []).flatMap((route, index) => {
      const mend = kubectl(
        world,
        `patch virtualservice ${name} --type json -p '[{"op":"remove","path":"/spec/http/${index}/fault"}]'`,
      );
      return faultsOf(route).map(({ all, what }) =>
        (all ? wrong : note)(`VirtualService/${name}`, what, mend),
      );
    }),
  );

/** A fault without percentage is none. Source: Istio, HTTPFaultInjection; checked 2026-11-22. */
function faultsOf({ match = [], fault }: HttpRoute): { all: boolean; what: string }[] {
  const { abort, delay } = fault ?? {};
  const aborted = abort?.percentage?.value ?? 0;
  const delayed = delay?.percentage?.value ?? 0;
  const which = match.length > 0 ? " that its match names" : "";
  return [
    ...(aborted > 0
      ? [
          {
            all: aborted >= 100 && match.length === 0,
            what: `answers ${aborted} % of the requests${which} with ${abort?.httpStatus ?? abort?.grpcStatus ?? "an error"} by itself (fault.abort): they reach no pod`,
          },
        ]
      : []),
    ...(delayed > 0
      ? [
          {
            all: false,
            what: `holds ${delayed} % of the requests${which} back by ${delay?.fixedDelay ?? "some time"} (fault.delay)`,
          },
        ]
      : []),
  ];
}
