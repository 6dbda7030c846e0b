import { marksOf, type KubeObject } from "./objects";
import type { NetworkPolicy, Peer, PolicyPort, Selector } from "./network-policy";

/** Pods of another namespace. */
export interface Neighbour {
  /** The namespace, by name. @example "ingress-nginx" */
  readonly namespace: string;
  /** Which pods there. @default all @example { "k8s-app": "kube-dns" } */
  readonly pods?: Readonly<Record<string, string>>;
  /** TCP ports of the pods that are called. @default all @example [15012] */
  readonly ports?: readonly number[];
}

/** Who and what a student's pods reach, beside each other and the internet. */
export interface Surroundings {
  /** The networks of the VPC, of which a student reaches nothing else. @example ["10.64.0.0/16"] */
  readonly vpcCidrs: readonly string[];
  /**
   * Networks that load balancers send from: the public subnets. Nodes and pods must not be in them.
   * @default none @example ["10.64.32.0/20"]
   */
  readonly callerCidrs?: readonly string[];
  /** Who calls a student's pods, such as shared ingress controllers and Prometheus. @default nobody */
  readonly callers?: readonly Neighbour[];
  /** Whom they may call, such as istiod. DNS is open without it. @default nobody */
  readonly calls?: readonly Neighbour[];
}

/** Pods with this label are let into and out of by the student's own policies, inside of the namespace. */
export const ownPolicyLabel = "network-policy";
export const ownPolicyValue = "own";

/**
 * Addresses that are no internet: private and shared networks, the node's own, metadata of AWS (169.254.169.254 and
 * Pod Identity's .170.23), loopback, and what IANA keeps back.
 * Source: IANA IPv4 Special-Purpose Address Registry; checked 2026-11-22.
 */
const noInternet = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/3",
];

/** The same of IPv6: loopback and IPv4 in other clothes, unique local ones (metadata is fd00:ec2::254), and link-local ones. */
const noInternet6 = ["::/8", "fc00::/7", "fe80::/10", "ff00::/8"];

/** What is shut, with the VPC's networks, which may have public addresses. */
export const closedNetworks = ({ vpcCidrs }: Pick<Surroundings, "vpcCidrs">): string[] => [
  ...new Set([...noInternet, ...vpcCidrs]),
];

/** The same and IPv6, for what students write themselves. */
export const forbiddenNetworks = (of: Pick<Surroundings, "vpcCidrs">): string[] => [
  ...closedNetworks(of),
  ...noInternet6,
];

const byName = (namespace: string): Selector => ({
  matchLabels: { "kubernetes.io/metadata.name": namespace },
});

const peerOf = ({ namespace, pods }: Neighbour): Peer => ({
  namespaceSelector: byName(namespace),
  ...(pods && { podSelector: { matchLabels: pods } }),
});

const portsOf = ({ ports }: Neighbour): { ports?: PolicyPort[] } =>
  ports ? { ports: ports.map((port) => ({ port, protocol: "TCP" })) } : {};

const dns: Neighbour = { namespace: "kube-system", pods: { "k8s-app": "kube-dns" } };
const dnsPorts: PolicyPort[] = [
  { port: 53, protocol: "UDP" },
  { port: 53, protocol: "TCP" },
];

/**
 * Policies add up, so each of the two opens one thing and both shut the rest: `outside` is for all pods, and `inside` for
 * those that have not asked to be under the student's own, else a student could never see a policy refuse anything.
 */
export function networkPolicies(
  classroom: string,
  student: string,
  surroundings: Surroundings,
): (NetworkPolicy & KubeObject)[] {
  const { callers = [], calls = [], callerCidrs = [] } = surroundings;
  const internet: Peer = {
    ipBlock: { cidr: "0.0.0.0/0", except: closedNetworks(surroundings) },
  };
  const whole: Peer = { podSelector: {} };
  const policy = (name: string, spec: NetworkPolicy["spec"]): NetworkPolicy & KubeObject => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: student, labels: marksOf(classroom, student) },
    spec,
  });
  return [
    policy("outside", {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [internet, ...callerCidrs.map((cidr) => ({ ipBlock: { cidr } }))] },
        ...callers.map((caller) => ({ from: [peerOf(caller)], ...portsOf(caller) })),
      ],
      egress: [
        { to: [internet] },
        { to: [peerOf(dns)], ports: dnsPorts },
        ...calls.map((callee) => ({ to: [peerOf(callee)], ...portsOf(callee) })),
      ],
    }),
    policy("inside", {
      podSelector: {
        matchExpressions: [{ key: ownPolicyLabel, operator: "NotIn", values: [ownPolicyValue] }],
      },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [whole] }],
      egress: [{ to: [whole] }],
    }),
  ];
}

const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const cidrPattern = new RegExp(`^${octet}(\\.${octet}){3}/(3[0-2]|[12]?\\d)$`);

export const isNetwork = (text: string): boolean => cidrPattern.test(text);
