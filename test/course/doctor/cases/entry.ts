import { ingress, pod, policy, service, withPolicies } from "../worlds";
import { noIngress, type Case } from "./case";

const own = { labels: { "network-policy": "own" } };

const balancer = (spec: object) => ({
  services: [
    service({ type: "LoadBalancer", ...spec }, "web", {
      loadBalancer: { ingress: [{ hostname: "nlb.example.com" }] },
    }),
  ],
});

export const entry: readonly Case[] = [
  {
    rule: "a policy that lets nobody in",
    wrong: {
      pods: [pod(own)],
      policies: withPolicies(policy("shut", { podSelector: {}, policyTypes: ["Ingress"] })),
      ...noIngress,
    },
    says: /^NetworkPolicy\/outside and NetworkPolicy\/shut keep a pod of the namespace from web-1 on port 8080\/TCP \| .*describe networkpolicy shut$/,
    right: {
      policies: withPolicies(policy("shut", { podSelector: {}, policyTypes: ["Ingress"] })),
    },
  },
  {
    rule: "a policy that shuts some of the pods",
    wrong: {
      pods: [pod({}), pod({ ...own, metadata: { name: "web-2" } })],
      policies: withPolicies(policy("shut", { podSelector: {}, policyTypes: ["Ingress"] })),
      ...noIngress,
    },
    says: /^NetworkPolicy\/outside and NetworkPolicy\/shut keep a pod of the namespace from web-2 on port 8080\/TCP \|/,
    right: { pods: [pod({}), pod({ metadata: { name: "web-2" } })] },
  },
  {
    rule: "a policy that chooses",
    wrong: {
      pods: [pod(own), pod({ labels: { app: "x", access: "true" }, metadata: { name: "x" } })],
      policies: withPolicies(
        policy("chosen", {
          podSelector: { matchLabels: { app: "web" } },
          ingress: [{ from: [{ podSelector: { matchLabels: { access: "true" } } }] }],
        }),
      ),
      ...noIngress,
    },
    says: /keep a pod of the namespace from web-1 .*, and lets some pods in/,
    right: {},
    noted: true,
  },
  {
    rule: "a shared ingress that is shut out",
    wrong: { doors: ["traefik"] },
    says: /^NetworkPolicy\/outside and NetworkPolicy\/inside keep the shared ingress in traefik from web-1/,
    right: { doors: ["traefik"], ...noIngress },
  },
  {
    rule: "a load balancer without address",
    wrong: { services: [service({ type: "LoadBalancer" })] },
    says: /^Service\/web has no address yet: a load balancer takes a few minutes/,
    right: {
      services: [
        service({ type: "LoadBalancer" }, "web", {
          loadBalancer: { ingress: [{ hostname: "nlb.example.com" }] },
        }),
      ],
    },
  },
  {
    rule: "externalTrafficPolicy Local",
    wrong: {
      services: [
        service({ type: "LoadBalancer", externalTrafficPolicy: "Local" }, "web", {
          loadBalancer: { ingress: [{ hostname: "nlb.example.com" }] },
        }),
      ],
    },
    says: /^Service\/web has externalTrafficPolicy Local/,
    right: {},
    noted: true,
  },
  {
    rule: "a name that is none",
    wrong: {
      services: [service({ type: "ExternalName", externalName: "10.0.0.7", selector: {} })],
      ...noIngress,
    },
    says: /^Service\/web stands for 10\.0\.0\.7, which is no DNS name/,
    right: {
      services: [service({ type: "ExternalName", externalName: "db.example.com", selector: {} })],
    },
  },
  {
    rule: "an Ingress of another class",
    wrong: { ingresses: [ingress({ className: "alb" })] },
    says: /^Ingress\/web has the class alb, which nobody serves here; nginx is \| .*"ingressClassName":"nginx"/,
    right: {},
  },
  {
    rule: "an Ingress on another's host",
    wrong: { ingresses: [ingress({ host: "user02.students.example.com" })] },
    says: /^Ingress\/web has the host user02\.students\.example\.com, and only user01\.students/,
    right: { ingresses: [ingress({ host: "blue.user01.students.example.com" })] },
  },
  {
    rule: "an Ingress to nothing",
    wrong: { ingresses: [ingress({ backend: { name: "wep" } })] },
    says: /^Ingress\/web sends user01\.students\.example\.com\/ to Service wep, which is not there/,
    right: {},
  },
  {
    rule: "an Ingress to a port that is none",
    wrong: { ingresses: [ingress({ backend: { port: { number: 8080 } } })] },
    says: /^Ingress\/web sends .* to port 8080 of Service web, which has 80/,
    right: {
      services: [service({ ports: [{ port: 80, name: "http", targetPort: 8080 }] })],
      ingresses: [ingress({ backend: { port: { name: "http" } } })],
    },
  },
  {
    rule: "an Ingress without address",
    wrong: { ingresses: [ingress({ address: false })] },
    says: /^Ingress\/web has no address yet/,
    right: {},
  },
  {
    rule: "an Ingress where nobody serves one",
    wrong: { entry: undefined },
    says: /^Ingress\/web is served by nobody/,
    right: { entry: undefined, ...noIngress },
  },
  {
    rule: "a load balancer that lets nobody in",
    wrong: balancer({ loadBalancerSourceRanges: ["10.0.0.0/8"] }),
    says: /^Service\/web lets nobody of the internet in by its load balancer: loadBalancerSourceRanges is 10\.0\.0\.0\/8 \| .*patch service web/,
    right: balancer({ loadBalancerSourceRanges: ["0.0.0.0/0"] }),
  },
  {
    rule: "a load balancer that lets some in",
    wrong: balancer({ loadBalancerSourceRanges: ["203.0.113.0/24", "10.0.0.0/8"] }),
    says: /^Service\/web lets only some in by its load balancer: loadBalancerSourceRanges is 203\.0\.113\.0\/24, 10\.0\.0\.0\/8/,
    right: balancer({}),
    noted: true,
  },
];
