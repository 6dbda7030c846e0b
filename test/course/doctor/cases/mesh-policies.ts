import type { AuthorizationPolicy, PeerAuthentication } from "../../../../course/doctor/world";
import { pod, service } from "../worlds";
import { noIngress, type Case } from "./case";

const sidecar = { labels: { "security.istio.io/tlsMode": "istio" } };
const inMesh = { pods: [pod(sidecar)] };
const client = pod({
  labels: { app: "client", "security.istio.io/tlsMode": "istio" },
  metadata: { name: "client" },
});
const plainClient = pod({ labels: { app: "client" }, metadata: { name: "client" } });

const authorization = (
  spec: AuthorizationPolicy["spec"],
  name = "own",
): { authorizationPolicies: AuthorizationPolicy[] } => ({
  authorizationPolicies: [{ metadata: { name, namespace: "user01" }, spec: { ...spec } }],
});
const of = (app: string) => ({ selector: { matchLabels: { app } } });
const account = (name: string) => `cluster.local/ns/user01/sa/${name}`;
const from = (source: Record<string, string[]>) => [{ from: [{ source }] }];

const strict = (
  spec: PeerAuthentication["spec"] = {},
  namespace = "istio-system",
): PeerAuthentication => ({
  metadata: { name: "default", namespace },
  spec: { mtls: { mode: "STRICT" }, ...spec },
});
const fault = (of_: object, match?: object[]) => ({
  routes: [
    {
      metadata: { name: "web" },
      spec: {
        hosts: ["web"],
        http: [{ fault: of_, ...(match && { match }), route: [{ destination: { host: "web" } }] }],
      },
    },
  ],
});
const abort = (value: number) => ({ abort: { percentage: { value }, httpStatus: 503 } });

const balanced = {
  services: [
    service({ type: "LoadBalancer" }, "web", { loadBalancer: { ingress: [{ ip: "1.2.3.4" }] } }),
  ],
};

export const meshPolicies: readonly Case[] = [
  {
    rule: "a route that answers all by itself",
    wrong: fault(abort(100)),
    says: /^VirtualService\/web answers 100 % of the requests with 503 by itself \(fault\.abort\): .*patch virtualservice web .*\/spec\/http\/0\/fault/,
    right: fault({ abort: { httpStatus: 503 } }),
  },
  {
    rule: "a route that answers some by itself",
    wrong: fault(abort(100), [{ headers: {} }]),
    says: /answers 100 % of the requests that its match names with 503/,
    right: fault(abort(0)),
    noted: true,
  },
  {
    rule: "a route that holds back",
    wrong: fault({ delay: { percentage: { value: 50 }, fixedDelay: "1s" } }),
    says: /^VirtualService\/web holds 50 % of the requests back by 1s \(fault\.delay\)/,
    right: fault({}),
    noted: true,
  },
  {
    rule: "a denial for everybody",
    wrong: {
      ...inMesh,
      ...authorization({
        ...of("web"),
        action: "DENY",
        rules: [{ to: [{ operation: { methods: ["GET"] } }] }],
      }),
    },
    says: /^AuthorizationPolicy\/own turns away GET requests \(DENY\) \| kubectl -n user01 describe authorizationpolicy own$/,
    right: {
      ...inMesh,
      ...authorization({ ...of("other"), action: "DENY", rules: [{}] }),
    },
  },
  {
    rule: "a denial for some",
    wrong: {
      ...inMesh,
      ...authorization({ action: "DENY", rules: from({ principals: [account("preference")] }) }),
    },
    says: /turns away requests with the identity cluster\.local\/ns\/user01\/sa\/preference \(DENY\)/,
    right: { ...inMesh, ...authorization({ action: "DENY", rules: [] }) },
    noted: true,
  },
  {
    rule: "a denial before pods without sidecar",
    wrong: authorization({ action: "DENY", rules: [{}] }),
    says: /turns away requests \(DENY\), once web-1 has a sidecar/,
    right: authorization({ action: "AUDIT", rules: [{}] }),
    noted: true,
  },
  {
    rule: "an allowance without rule",
    wrong: { ...inMesh, ...authorization({ ...of("web") }) },
    says: /^AuthorizationPolicy\/own lets nobody in \(ALLOW, no rule\)/,
    right: { ...inMesh, ...authorization({ rules: [{}] }) },
  },
  {
    rule: "an allowance for nobody who is there",
    wrong: {
      pods: [pod(sidecar), client],
      ...authorization({
        rules: [
          ...from({ principals: [account("custmer")] }),
          ...from({ namespaces: ["user01"], notPrincipals: [account("default")] }),
        ],
      }),
    },
    says: /lets in requests with the identity \S+custmer, and requests from namespace user01 and without the identity \S+default alone \(ALLOW\), and nobody who is there sends such/,
    right: {
      pods: [pod(sidecar), client],
      ...authorization({ rules: from({ notPrincipals: [account("custmer")] }) }),
    },
  },
  {
    rule: "an allowance for some",
    wrong: {
      pods: [pod(sidecar), client],
      ...authorization({ rules: from({ principals: [account("def*")] }) }),
    },
    says: /lets in requests with the identity \S+def\* alone \(ALLOW\) \|/,
    right: { ...inMesh, ...authorization({ rules: [{ from: [], to: [] }] }) },
    noted: true,
  },
  {
    rule: "mutual TLS behind a shared ingress",
    wrong: { ...inMesh, peerAuthentications: [strict()] },
    says: /^PeerAuthentication\/default is STRICT on port 8080, and the shared ingress in ingress-nginx calls without a sidecar; .*kubectl -n istio-system describe/,
    right: {
      ...inMesh,
      peerAuthentications: [
        strict(),
        strict(
          { ...of("web"), mtls: {}, portLevelMtls: { "8080": { mode: "PERMISSIVE" } } },
          "user01",
        ),
      ],
    },
  },
  {
    rule: "mutual TLS behind a load balancer",
    wrong: {
      ...inMesh,
      ...noIngress,
      ...balanced,
      peerAuthentications: [strict({}, "user01")],
    },
    says: /is STRICT on port 8080, and clients of its load balancer call without a sidecar/,
    right: { ...noIngress, ...balanced, peerAuthentications: [strict()] },
  },
  {
    rule: "mutual TLS and pods without sidecar",
    wrong: {
      pods: [pod(sidecar), plainClient],
      ...noIngress,
      peerAuthentications: [strict()],
    },
    says: /is STRICT on port 8080, and client is without a sidecar/,
    right: {
      pods: [pod(sidecar), client],
      ...noIngress,
      peerAuthentications: [strict()],
    },
    noted: true,
  },
];
