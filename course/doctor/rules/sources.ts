import { isIP } from "node:net";

import type { V1Service } from "@kubernetes/client-node";

import { isWithin } from "../../../components/classroom/evaluate";
import { forbiddenNetworks } from "../../../components/classroom/policies";
import { kubectl, nameOf, note, wrong, type Finding, type World } from "../world";

const prefixes = "service.beta.kubernetes.io/";

/** Whom a load balancer lets in, where it does not let everybody in. */
export function sourceFindings(service: V1Service, world: World): Finding[] {
  if (service.spec?.type !== "LoadBalancer") return [];
  const annotations = service.metadata?.annotations ?? {};
  const written = annotations[`${prefixes}load-balancer-source-ranges`]?.split(",") ?? [];
  const ranges = (service.spec.loadBalancerSourceRanges ?? written)
    .map((it) => it.trim())
    .filter((it) => it !== "");
  if (ranges.length === 0 || ranges.some((it) => it.endsWith("/0"))) return [];
  const name = nameOf(service);
  const isInternal =
    annotations[`${prefixes}aws-load-balancer-scheme`] === "internal" ||
    annotations[`${prefixes}aws-load-balancer-internal`] === "true";
  const nobody = !isInternal && ranges.every(isNoInternet);
  return [
    (nobody ? wrong : note)(
      `Service/${name}`,
      `lets ${nobody ? "nobody of the internet" : "only some"} in by its load balancer: loadBalancerSourceRanges is ${ranges.join(", ")}`,
      kubectl(
        world,
        service.spec.loadBalancerSourceRanges
          ? `patch service ${name} --type merge -p '{"spec":{"loadBalancerSourceRanges":["YOUR.ADDRESS/32"]}}'`
          : `annotate service ${name} --overwrite ${prefixes}load-balancer-source-ranges=YOUR.ADDRESS/32`,
      ),
    ),
  ];
}

const isNoInternet = (range: string): boolean => {
  const [base = "", length = ""] = range.split("/");
  return (
    isIP(base) !== 0 &&
    forbiddenNetworks({ vpcCidrs: [] }).some((network) => {
      const [of = "", most = ""] = network.split("/");
      return isIP(of) === isIP(base) && Number(length) >= Number(most) && isWithin(base, network);
    })
  );
};
