/** What students do in the course, which must go: a guard that refused everything would pass the other test. */
export interface Allowed {
  readonly what: string;
  readonly path: string;
  readonly body: object;
}

const networking = (own: string) => `/apis/networking.k8s.io/v1/namespaces/${own}`;
const rbac = (own: string) => `/apis/rbac.authorization.k8s.io/v1/namespaces/${own}`;
const core = (own: string) => `/api/v1/namespaces/${own}`;

const service = (name: string, spec: object) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});

/** As `kubectl create deployment web --image=nginx` sends it. */
const bareDeployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", labels: { app: "web" } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "nginx", image: "nginx" }] },
    },
  },
};

export const allowed = (own: string, domain: string): Allowed[] => [
  {
    what: "a bare Deployment",
    path: `/apis/apps/v1/namespaces/${own}/deployments`,
    body: bareDeployment,
  },
  {
    what: "a Service of each usual kind",
    path: `${core(own)}/services`,
    body: service("web", { type: "NodePort", selector: { app: "web" } }),
  },
  {
    what: "a load balancer",
    path: `${core(own)}/services`,
    body: service("balanced", { type: "LoadBalancer", selector: { app: "web" } }),
  },
  {
    what: "a name outside",
    path: `${core(own)}/services`,
    body: service("outside", { type: "ExternalName", externalName: "my.database.example.com" }),
  },
  {
    what: "endpoints on the internet",
    path: `${core(own)}/endpoints`,
    body: {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: { name: "far" },
      subsets: [{ addresses: [{ ip: "93.184.216.34" }], ports: [{ port: 80 }] }],
    },
  },
  {
    what: "an Ingress on hosts of one's own",
    path: `${networking(own)}/ingresses`,
    body: {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name: "web",
        annotations: { "nginx.ingress.kubernetes.io/rewrite-target": "/", note: "mine" },
      },
      spec: {
        ingressClassName: "nginx",
        rules: ["", "blue."].map((before) => ({
          host: `${before}${own}.${domain}`,
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "web", port: { number: 80 } } },
              },
            ],
          },
        })),
      },
    },
  },
  {
    what: "a policy inside of the namespace, and to the internet",
    path: `${networking(own)}/networkpolicies`,
    body: {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "mine" },
      spec: {
        podSelector: { matchLabels: { app: "web" } },
        ingress: [{ from: [{ podSelector: { matchLabels: { access: "true" } } }] }],
        egress: [{ to: [{ ipBlock: { cidr: "93.184.216.0/24" } }] }],
      },
    },
  },
  {
    what: "a role",
    path: `${rbac(own)}/roles`,
    body: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "pod-reader" },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
    },
  },
  {
    what: "its binding",
    path: `${rbac(own)}/rolebindings`,
    body: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "read-pods" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "pod-reader" },
      subjects: [{ kind: "ServiceAccount", name: "default", namespace: own }],
    },
  },
  {
    what: "routes of one's own mesh",
    path: `/apis/networking.istio.io/v1/namespaces/${own}/virtualservices`,
    body: {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name: "web" },
      spec: {
        hosts: ["web"],
        exportTo: ["."],
        http: [{ route: [{ destination: { host: "web" } }] }],
      },
    },
  },
  ...[{ jwks: '{"keys":[]}' }, { jwksUri: "https://login.example.com/keys" }].map(
    (keys, index) => ({
      what: `tokens by ${Object.keys(keys).join()}`,
      path: `/apis/security.istio.io/v1/namespaces/${own}/requestauthentications`,
      body: {
        apiVersion: "security.istio.io/v1",
        kind: "RequestAuthentication",
        metadata: { name: `tokens-${index.toString()}` },
        spec: { jwtRules: [{ issuer: "me@example.com", ...keys }] },
      },
    }),
  ),
];
