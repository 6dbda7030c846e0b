import { objectName } from "../../components/microservice/names";
import { slotNames, type SlotName } from "../../components/rollout";

/** What one `up` is about. */
export type Scope =
  | { readonly only: "route" }
  /** All but these slots' own objects, which stay as they are. */
  | { readonly leaving: readonly SlotName[] };

const perService = [
  "ServiceAccount",
  "ConfigMap",
  "Secret",
  "Service",
  "NetworkPolicy",
  "AuthorizationPolicy",
  "PeerAuthentication",
  "DestinationRule",
  "VirtualService",
];

const perSlot = ["Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget"];

/**
 * The resources of one service as the engine's `--target` takes them: what its component has made or will
 * make bears its name, alone or with a slot, a volume or a hash.
 */
export function targets(service: string, scope: Scope): string[] {
  const own = (kind: string, name: string) => `**components:Microservice$**${kind}::${name}`;
  const all = (kind: string) => [own(kind, service), own(kind, `${service}-*`)];
  const images = `**components:ImageBuild$**::*-${service}-*`;
  if ("only" in scope) return [own("/v1:Service", service), own(":VirtualService", service)];
  if (scope.leaving.length === 0) return [...all(""), images];
  const slots = slotNames.filter((slot) => !scope.leaving.includes(slot));
  return [
    ...perService.flatMap((kind) => all(`:${kind}`)),
    ...perSlot.flatMap((kind) => slots.map((slot) => own(`:${kind}`, objectName(service, slot)))),
    images,
  ];
}
