import { ownPolicyLabel, ownPolicyValue } from "../policies";
import { annotationsWithin } from "./annotations";
import { cel, type Guard } from "./guard";

const loadBalancerAnnotations = [
  "aws-load-balancer-type",
  "aws-load-balancer-scheme",
  "aws-load-balancer-internal",
  "aws-load-balancer-nlb-target-type",
  "aws-load-balancer-backend-protocol",
  "aws-load-balancer-cross-zone-load-balancing-enabled",
].map((name) => `service.beta.kubernetes.io/${name}`);

/** Services that send elsewhere, or take what is others'. */
export const serviceGuard = (externalNames: readonly string[]): Guard => ({
  name: "services",
  of: "students",
  resources: [{ group: "", names: ["services"] }],
  rules: [
    {
      // CVE-2020-8554.
      right: "object.spec.?externalIPs.orValue([]).size() == 0",
      says: "externalIPs takes traffic of others to that address: leave it out, an instructor shows it",
    },
    {
      right:
        `object.spec.?type.orValue('') != 'ExternalName' || ${cel(externalNames)}.exists(d,` +
        ` object.spec.externalName == d || object.spec.externalName.endsWith('.' + d))`,
      says: `externalName may be below ${externalNames.join(", ") || "nothing here"}: a shared ingress would follow others, to what is shut for pods`,
    },
    annotationsWithin(loadBalancerAnnotations, "a Service"),
  ],
});

/**
 * Addresses behind a Service: the internet's alone. A controller writes those of pods; a student who could write them would
 * have load balancers and ingresses send to anybody's (CVE-2021-25740).
 */
export function endpointGuards(networks: readonly string[]): Guard[] {
  const open = (address: string) =>
    `isIP(${address}) && ip(${address}).family() == 4 && !${cel(networks)}.exists(c, cidr(c).containsIP(${address}))`;
  const says =
    "addresses of one's own must be IPv4 addresses of the internet: pods are found by the Service's selector, and the rest of the VPC is shut";
  const inSubset = (list: string) => `s.?${list}.orValue([]).all(a, ${open("a.ip")})`;
  return [
    {
      name: "endpoints",
      of: "students",
      resources: [{ group: "", names: ["endpoints"] }],
      rules: [
        {
          right: `object.?subsets.orValue([]).all(s, ${inSubset("addresses")} && ${inSubset("notReadyAddresses")})`,
          says,
        },
      ],
    },
    {
      name: "endpoint-slices",
      of: "students",
      resources: [{ group: "discovery.k8s.io", names: ["endpointslices"] }],
      rules: [
        {
          right: `object.?endpoints.orValue([]).all(e, e.?addresses.orValue([]).all(a, ${open("a")}))`,
          says,
        },
      ],
    },
  ];
}

const disjoint = (a: string, b: string) =>
  `!cidr(${a}).containsCIDR(${b}) && !cidr(${b}).containsCIDR(${a})`;

/** Policies add up: one that is wider than the classroom's would open what those shut. */
export function policyGuard(networks: readonly string[]): Guard {
  const peer =
    `has(p.ipBlock) ? ${cel(networks)}.all(c, (${disjoint("p.ipBlock.cidr", "c")})` +
    ` || p.ipBlock.?except.orValue([]).exists(e, cidr(e).containsCIDR(c)))` +
    ` : (!has(p.namespaceSelector) || p.namespaceSelector.?matchLabels[?'kubernetes.io/metadata.name'].orValue('') == request.namespace)`;
  const rules = (direction: string, peers: string) =>
    `object.spec.?${direction}.orValue([]).all(r, r.?${peers}.orValue([]).size() > 0` +
    ` && r.?${peers}.orValue([]).all(p, ${peer}))`;
  return {
    name: "network-policies",
    of: "students",
    resources: [{ group: "networking.k8s.io", names: ["networkpolicies"] }],
    rules: [
      {
        right: `${rules("ingress", "from")} && ${rules("egress", "to")}`,
        says: `each rule must name its peers, as podSelector in the own namespace or as ipBlock of the internet: policies add up, and a wider one would open what is shut. Pods labelled ${ownPolicyLabel}=${ownPolicyValue} are, inside the namespace, under your own policies alone`,
      },
    ],
  };
}
