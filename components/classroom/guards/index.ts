import type { KubeObject } from "../objects";
import { bindingGuard, environmentGuard } from "./environment";
import { guardObjects, type Guard } from "./guard";
import { ingressGuard, noIngressGuard, type SharedIngress } from "./ingresses";
import { meshGuards, tokenGuard } from "./mesh";
import { podGuard } from "./pods";
import { endpointGuards, policyGuard, serviceGuard } from "./traffic";

export type { SharedIngress } from "./ingresses";

export interface GuardFacts {
  readonly ingress?: SharedIngress;
  /** Networks that are shut. */
  readonly networks: readonly string[];
  readonly externalNames: readonly string[];
  readonly priorityClasses: readonly string[];
  /** Namespaces of shared Istio gateways. */
  readonly gateways: readonly string[];
}

/** All rules over what students make. */
export const guardsOf = (facts: GuardFacts): Guard[] => [
  environmentGuard,
  bindingGuard,
  podGuard(facts.priorityClasses),
  serviceGuard(facts.externalNames),
  ...endpointGuards(facts.networks),
  policyGuard(facts.networks),
  facts.ingress ? ingressGuard(facts.ingress) : noIngressGuard,
  ...meshGuards(facts.ingress?.domain, facts.gateways),
  tokenGuard(facts.externalNames),
];

export const guardsAsObjects = (classroom: string, facts: GuardFacts): KubeObject[] =>
  guardsOf(facts).flatMap((guard) => guardObjects(classroom, guard));
