import { BlockList, isIPv6 } from "node:net";

import type {
  Direction,
  Labels,
  NetworkPolicy,
  Peer,
  PolicyPort,
  Protocol,
  Selector,
} from "./network-policy";

export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly ip: string;
  /** Numbers of its named ports. */
  readonly namedPorts?: Readonly<Record<string, number>>;
}

/** A pod, or an address that is no pod's. */
export type Party = Pod | { readonly ip: string };

export interface Connection {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: Protocol;
}

export interface PolicyWorld {
  readonly policies: readonly NetworkPolicy[];
  /** Labels by namespace. */
  readonly namespaces: Readonly<Record<string, Labels>>;
}

/** Who refuses a connection. */
export interface Refusal {
  readonly direction: Direction;
  /** The policies that select the pod and of which none lets the connection through, as `namespace/name`. */
  readonly policies: readonly string[];
}

/**
 * Whether Kubernetes' network policies let a new connection through, and if not, where it ends.
 * A pod is open in a direction until a policy of that direction selects it; then any rule of any such policy is enough;
 * both ends must agree. Answers come back by themselves. An ipBlock counts for pods too, whose addresses are the VPC's
 * on EKS: the standard leaves that open, and what is to be shut must be shut either way.
 * Source: kubernetes.io/docs/concepts/services-networking/network-policies and the API reference of networking/v1; checked 2026-11-22.
 */
export function refusalOf(world: PolicyWorld, connection: Connection): Refusal | undefined {
  const { from, to } = connection;
  return (
    refusedBy(world, "Egress", from, to, connection) ??
    refusedBy(world, "Ingress", to, from, connection)
  );
}

export const isLetThrough = (world: PolicyWorld, connection: Connection): boolean =>
  refusalOf(world, connection) === undefined;

function refusedBy(
  world: PolicyWorld,
  direction: Direction,
  self: Party,
  other: Party,
  connection: Connection,
): Refusal | undefined {
  if (!("namespace" in self)) return undefined;
  const selecting = world.policies.filter(
    (policy) =>
      policy.metadata.namespace === self.namespace &&
      directionsOf(policy).includes(direction) &&
      selects(policy.spec.podSelector, self.labels),
  );
  if (selecting.length === 0) return undefined;
  const open = selecting.some((policy) =>
    rulesOf(policy, direction).some(
      ({ peers, ports }) =>
        (peers.length === 0 ||
          peers.some((peer) => isPeer(world, policy.metadata.namespace, peer, other))) &&
        (ports.length === 0 || ports.some((port) => isPort(port, connection))),
    ),
  );
  const names = selecting.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  return open ? undefined : { direction, policies: names };
}

/** Left out, it is ingress, and egress where there are rules of it. */
const directionsOf = ({ spec }: NetworkPolicy): readonly Direction[] =>
  spec.policyTypes ?? ["Ingress", ...((spec.egress ?? []).length > 0 ? ["Egress" as const] : [])];

/** A rule without peers, left out or empty, is for all of them; so it is with ports. */
const rulesOf = ({ spec }: NetworkPolicy, direction: Direction) =>
  direction === "Ingress"
    ? (spec.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));

function isPeer(world: PolicyWorld, own: string, peer: Peer, party: Party): boolean {
  if (peer.ipBlock) {
    const { cidr, except = [] } = peer.ipBlock;
    return isWithin(party.ip, cidr) && !except.some((hole) => isWithin(party.ip, hole));
  }
  if (!("namespace" in party)) return false;
  const inNamespace = peer.namespaceSelector
    ? selects(peer.namespaceSelector, world.namespaces[party.namespace] ?? {})
    : party.namespace === own;
  return inNamespace && selects(peer.podSelector ?? {}, party.labels);
}

function isPort(rule: PolicyPort, { to, port, protocol = "TCP" }: Connection): boolean {
  if ((rule.protocol ?? "TCP") !== protocol) return false;
  if (rule.port === undefined) return true;
  if (typeof rule.port === "number")
    return port >= rule.port && port <= (rule.endPort ?? rule.port);
  return "namespace" in to && to.namedPorts?.[rule.port] === port;
}

export function isWithin(ip: string, cidr: string): boolean {
  const [base = "", prefix = ""] = cidr.split("/");
  const family = isIPv6(base) ? "ipv6" : "ipv4";
  // The library takes an IPv4 address that is written as IPv6 for what it means, as the kernel does.
  const block = new BlockList();
  block.addSubnet(base, Number(prefix), family);
  return block.check(ip, isIPv6(ip) ? "ipv6" : "ipv4");
}

/** An empty selector selects everything; all that it asks must hold. */
export const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels) =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === "Exists") return value !== undefined;
    if (operator === "DoesNotExist") return value === undefined;
    const isIn = value !== undefined && values.includes(value);
    return operator === "In" ? isIn : !isIn;
  });
