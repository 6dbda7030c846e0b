import { ownPolicyLabel, ownPolicyValue } from "../../../components/classroom/policies";
import { defineLab } from "../define";
import { object } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

export const tiers = ["web", "api", "db"] as const;
export type Tier = (typeof tiers)[number];

const own = { [ownPolicyLabel]: ownPolicyValue };

const pod = (tier: Tier) =>
  object(
    "Pod",
    tier,
    {
      spec: {
        containers: [
          {
            name: tier,
            image: images.nginx,
            ports: [{ name: "http", containerPort: 80 }],
            resources: small,
          },
        ],
      },
    },
    { labels: { ...own, tier } },
  );

const only = (to: Tier, from: Tier) => [
  object("NetworkPolicy", `${to}-from-${from}`, {
    spec: {
      podSelector: { matchLabels: { tier: to } },
      policyTypes: ["Ingress"],
      ingress: [
        { from: [{ podSelector: { matchLabels: { tier: from } } }], ports: [{ port: 80 }] },
      ],
    },
  }),
  object("NetworkPolicy", `${from}-to-${to}`, {
    spec: {
      podSelector: { matchLabels: { tier: from } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ podSelector: { matchLabels: { tier: to } } }], ports: [{ port: 80 }] }],
    },
  }),
];

export const networkPolicies = defineLab({
  name: "network-policies",
  title: "NetworkPolicy: web to api to db, and nobody else",
  day: 2,
  who: "student",
  text: [
    "deny-all shuts the lab's pods to each other, in and out. Four policies open two ways again: web may call api, api may call db, on port 80. Policies add up; none takes away.",
    `The classroom's own policies leave pods labelled ${ownPolicyLabel}=${ownPolicyValue} to yours, inside the namespace. A policy cannot open the namespace further than it is.`,
  ].join("\n"),
  changes: [
    "kubectl exec web -- wget -q -O- -T 2 http://ADDRESS-OF-API, then of db: it waits and gives up",
    "kubectl delete networkpolicy db-from-api: now api waits, too",
    "kubectl label pod web tier=api --overwrite: who is who is a matter of labels",
    "a policy with from: [] is refused here: it would let everybody in",
  ],
  baseline: () => tiers.map(pod),
  makes: () => [
    object("NetworkPolicy", "deny-all", {
      spec: { podSelector: { matchLabels: own }, policyTypes: ["Ingress", "Egress"] },
    }),
    ...only("api", "web"),
    ...only("db", "api"),
  ],
  notShown: [
    "refused connections: nothing enforces policies in the sandbox; an evaluator judges them, with the classroom's own",
  ],
});
