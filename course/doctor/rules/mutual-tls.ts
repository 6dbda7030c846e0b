import type { V1Pod, V1Service } from "@kubernetes/client-node";

import { ingressNamespace } from "../../../components/istio-mesh/names";
import {
  grouped,
  kubectl,
  namesOf,
  note,
  wrong,
  type Finding,
  type PeerAuthentication,
  type World,
} from "../world";
import { ingressesOf } from "./entry";
import { hasEnded } from "./makers";
import { numberAt } from "./ports";
import { atPods, hasSidecar, isFor, rootNamespace } from "./sidecar";

/** Callers without certificate of pods that take none but with one. */
export function mutualTlsFindings(
  service: V1Service,
  pods: readonly V1Pod[],
  world: World,
): Finding[] {
  const outsiders = outsidersOf(service, pods, world);
  const ways = outsiders.filter(({ isWay }) => isWay);
  if (outsiders.length === 0) return [];
  return (service.spec?.ports ?? []).flatMap((port) =>
    grouped(pods.filter(hasSidecar), (pod) => {
      const number = numberAt(port, pod);
      const policy = number === undefined ? undefined : strictAt(pod, number, world);
      return policy && { number, policy: policy.metadata };
    }).map(({ answer: { number, policy }, items }) =>
      (ways.length > 0 ? wrong : note)(
        `PeerAuthentication/${policy.name}`,
        `is STRICT on port ${number ?? 0}${atPods(items, pods)}, and ${(ways.length > 0 ? ways : outsiders).map(({ who }) => who).join(" and ")} without a sidecar; portLevelMtls PERMISSIVE for that port would let plaintext in`,
        kubectl({ student: policy.namespace }, `describe peerauthentication ${policy.name}`),
      ),
    ),
  );
}

interface Outsider {
  readonly who: string;
  /** Whether it is the way that the Service itself asks for, and not just somebody who might call. */
  readonly isWay: boolean;
}

function outsidersOf(service: V1Service, pods: readonly V1Pod[], world: World): Outsider[] {
  const doors = world.doors.filter((it) => it !== ingressNamespace);
  const plain = world.pods.filter(
    (pod) => !pods.includes(pod) && !hasEnded(pod) && !hasSidecar(pod),
  );
  return [
    ...(ingressesOf(service, world).length > 0
      ? [{ who: ["the shared ingress", ...doors].join(" in ") + " calls", isWay: true }]
      : []),
    ...(service.spec?.type === "LoadBalancer"
      ? [{ who: "clients of its load balancer call", isWay: true }]
      : []),
    ...(plain.length > 0
      ? [{ who: `${namesOf(plain)} ${plain.length === 1 ? "is" : "are"}`, isWay: false }]
      : []),
  ];
}

/**
 * The PeerAuthentication that has a pod refuse plaintext on a port: its own by port, its own, the namespace's, the mesh's,
 * the first that says something. Source: Istio, "PeerAuthentication"; checked 2026-11-22.
 */
function strictAt(pod: V1Pod, port: number, world: World): PeerAuthentication | undefined {
  const labels = ({ spec }: PeerAuthentication) => Object.keys(spec?.selector?.matchLabels ?? {});
  const all = world.peerAuthentications;
  const here = all.filter(({ metadata }) => metadata.namespace !== rootNamespace);
  const own = here.filter((it) => labels(it).length > 0 && isFor(it, pod));
  const general = [...here, ...all.filter((it) => !here.includes(it))].filter(
    (it) => labels(it).length === 0,
  );
  const said = [
    ...own.map((it) => ({ it, mode: it.spec?.portLevelMtls?.[String(port)]?.mode })),
    ...[...own, ...general].map((it) => ({ it, mode: it.spec?.mtls?.mode })),
  ].find(({ mode = "UNSET" }) => mode !== "UNSET");
  return said?.mode === "STRICT" ? said.it : undefined;
}
