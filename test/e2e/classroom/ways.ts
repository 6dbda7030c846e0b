/** Who refuses: rights, a guard of the classroom, Pod Security, or a quota. */
type By = "rights" | "guard" | "podSecurity" | "quota";

/** One way to reach beyond one's namespace. */
export interface Way {
  readonly what: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: object;
  readonly by: By;
}

export const words: Readonly<Record<By, RegExp>> = {
  rights: / cannot |is attempting to grant RBAC permissions not currently held/,
  guard: /ValidatingAdmissionPolicy/,
  podSecurity: /violates PodSecurity "baseline/,
  quota: /exceeded quota/,
};

const networking = "/apis/networking.k8s.io/v1";
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const istio = "/apis/networking.istio.io/v1";
const meshSecurity = "/apis/security.istio.io/v1";

const pod = (spec: object, metadata: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "beyond", ...metadata },
  spec: { containers: [{ name: "main", image: "busybox" }], ...spec },
});
const service = (spec: object, annotations = {}) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "beyond", annotations },
  spec: { ports: [{ port: 80 }], ...spec },
});
const ingress = (spec: object, annotations = {}) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "beyond", annotations },
  spec: { ingressClassName: "nginx", ...spec },
});
const policy = (spec: object) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "beyond" },
  spec: { podSelector: {}, ...spec },
});
const binding = (roleRef: object, subjects: object[], kind = "RoleBinding") => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind,
  metadata: { name: "beyond" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", ...roleRef },
  subjects,
});
const role = (kind: string, rules: object[]) => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind,
  metadata: { name: "beyond" },
  rules,
});
const ofIstio = (kind: string, spec: object) => ({
  apiVersion: "networking.istio.io/v1",
  kind,
  metadata: { name: "beyond" },
  spec,
});
const tokens = (jwtRule: object) => ({
  apiVersion: "security.istio.io/v1",
  kind: "RequestAuthentication",
  metadata: { name: "beyond" },
  spec: { jwtRules: [{ issuer: "http://10.64.1.1", ...jwtRule }] },
});
const rule = (host: string) => ({
  host,
  http: {
    paths: [
      {
        path: "/",
        pathType: "Prefix",
        backend: { service: { name: "web", port: { number: 80 } } },
      },
    ],
  },
});

/** Every way that we could think of for the student `own`; `other` is another one. */
export function waysBeyond(own: string, other: string, domain: string): Way[] {
  const mine = `/api/v1/namespaces/${own}`;
  const theirs = `/api/v1/namespaces/${other}`;
  const self = { kind: "ServiceAccount", name: "default", namespace: own };
  const rights: Omit<Way, "by">[] = [
    // others' namespaces
    { what: "list another's pods", method: "GET", path: `${theirs}/pods` },
    { what: "read another's Secrets", method: "GET", path: `${theirs}/secrets` },
    { what: "make a pod there", method: "POST", path: `${theirs}/pods`, body: pod({}) },
    { what: "delete what is there", method: "DELETE", path: `${theirs}/configmaps` },
    {
      what: "enter a container there",
      method: "POST",
      path: `${theirs}/pods/x/exec?command=sh&stdin=true`,
    },
    {
      what: "a token of another's account",
      method: "POST",
      path: `${theirs}/serviceaccounts/student/token`,
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
    },
    {
      what: "read the shop's Secrets",
      method: "GET",
      path: "/api/v1/namespaces/twelve-street/secrets",
    },
    { what: "read kube-system", method: "GET", path: "/api/v1/namespaces/kube-system/configmaps" },
    { what: "read all namespaces at once", method: "GET", path: "/api/v1/secrets" },
    { what: "watch all pods", method: "GET", path: "/api/v1/pods?watch=true" },
    {
      what: "routes in another's namespace",
      method: "POST",
      path: `${istio}/namespaces/${other}/virtualservices`,
      body: ofIstio("VirtualService", {}),
    },
    {
      what: "a policy in another's namespace",
      method: "POST",
      path: `${networking}/namespaces/${other}/networkpolicies`,
      body: policy({}),
    },
    // the cluster
    { what: "list namespaces", method: "GET", path: "/api/v1/namespaces" },
    {
      what: "make a namespace",
      method: "POST",
      path: "/api/v1/namespaces",
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "beyond" } },
    },
    {
      what: "take Pod Security off the own namespace",
      method: "PATCH",
      path: mine,
      body: { metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
    },
    { what: "delete the own namespace", method: "DELETE", path: mine },
    {
      what: "finalize the own namespace",
      method: "PUT",
      path: `${mine}/finalize`,
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name: own }, spec: {} },
    },
    {
      what: "label a node",
      method: "PATCH",
      path: "/api/v1/nodes/any",
      body: { metadata: { labels: { a: "b" } } },
    },
    {
      what: "cordon a node",
      method: "PATCH",
      path: "/api/v1/nodes/any",
      body: { spec: { unschedulable: true } },
    },
    {
      what: "ask a kubelet through the API server",
      method: "GET",
      path: "/api/v1/nodes/any/proxy/pods",
    },
    { what: "read a node's logs", method: "GET", path: "/api/v1/nodes/any/log" },
    {
      what: "a PersistentVolume of the host",
      method: "POST",
      path: "/api/v1/persistentvolumes",
      body: {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: "beyond" },
        spec: {
          capacity: { storage: "1Gi" },
          accessModes: ["ReadWriteOnce"],
          hostPath: { path: "/" },
        },
      },
    },
    { what: "read PersistentVolumes", method: "GET", path: "/api/v1/persistentvolumes" },
    {
      what: "a StorageClass",
      method: "POST",
      path: "/apis/storage.k8s.io/v1/storageclasses",
      body: {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: "beyond" },
        provisioner: "x",
      },
    },
    {
      what: "a PriorityClass",
      method: "POST",
      path: "/apis/scheduling.k8s.io/v1/priorityclasses",
      body: {
        apiVersion: "scheduling.k8s.io/v1",
        kind: "PriorityClass",
        metadata: { name: "beyond" },
        value: 1000000,
      },
    },
    {
      what: "an IngressClass",
      method: "POST",
      path: `${networking}/ingressclasses`,
      body: {
        apiVersion: "networking.k8s.io/v1",
        kind: "IngressClass",
        metadata: { name: "beyond" },
        spec: { controller: "x/y" },
      },
    },
    {
      what: "a kind of one's own",
      method: "POST",
      path: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
      body: {},
    },
    {
      what: "a webhook over everybody",
      method: "POST",
      path: "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
      body: {},
    },
    {
      what: "take a guard away",
      method: "DELETE",
      path: "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/classroom-pods",
    },
    {
      what: "take a guard's binding away",
      method: "DELETE",
      path: "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/classroom-pods",
    },
    {
      what: "an aggregated API",
      method: "POST",
      path: "/apis/apiregistration.k8s.io/v1/apiservices",
      body: {},
    },
    {
      what: "a certificate signed",
      method: "POST",
      path: "/apis/certificates.k8s.io/v1/certificatesigningrequests",
      body: {},
    },
    {
      what: "ask who another is",
      method: "POST",
      path: "/apis/authentication.k8s.io/v1/tokenreviews",
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token: "x" } },
    },
    { what: "read the API server's metrics", method: "GET", path: "/metrics" },
    // the own rights and bounds
    {
      what: "a cluster role",
      method: "POST",
      path: `${rbac}/clusterroles`,
      body: role("ClusterRole", []),
    },
    {
      what: "a cluster role binding",
      method: "POST",
      path: `${rbac}/clusterrolebindings`,
      body: binding({ kind: "ClusterRole", name: "cluster-admin" }, [self], "ClusterRoleBinding"),
    },
    {
      what: "cluster-admin in the own namespace",
      method: "POST",
      path: `${rbac}/namespaces/${own}/rolebindings`,
      body: binding({ kind: "ClusterRole", name: "cluster-admin" }, [self]),
    },
    {
      what: "admin in the own namespace",
      method: "POST",
      path: `${rbac}/namespaces/${own}/rolebindings`,
      body: binding({ kind: "ClusterRole", name: "admin" }, [self]),
    },
    {
      what: "a role of more than one has",
      method: "POST",
      path: `${rbac}/namespaces/${own}/roles`,
      body: role("Role", [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]),
    },
    {
      what: "a role that escalates",
      method: "POST",
      path: `${rbac}/namespaces/${own}/roles`,
      body: role("Role", [
        { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["escalate"] },
      ]),
    },
    {
      what: "more quota",
      method: "PATCH",
      path: `${mine}/resourcequotas/mem-cpu-demo`,
      body: { spec: { hard: { "requests.cpu": "100" } } },
    },
    { what: "no quota", method: "DELETE", path: `${mine}/resourcequotas/mem-cpu-demo` },
    { what: "no defaults", method: "DELETE", path: `${mine}/limitranges/container-defaults` },
    {
      what: "a pod's status",
      method: "PATCH",
      path: `${mine}/pods/x/status`,
      body: { status: { podIP: "10.64.0.5" } },
    },
    {
      what: "a Service's status",
      method: "PATCH",
      path: `${mine}/services/x/status`,
      body: { status: { loadBalancer: { ingress: [{ ip: "1.1.1.1" }] } } },
    },
    { what: "the API server as proxy", method: "GET", path: `${mine}/services/x/proxy/` },
    {
      what: "a filter in a shared Envoy",
      method: "POST",
      path: `/apis/networking.istio.io/v1alpha3/namespaces/${own}/envoyfilters`,
      body: {},
    },
    {
      what: "a Gateway on the shared Envoy",
      method: "POST",
      path: `${istio}/namespaces/${own}/gateways`,
      body: ofIstio("Gateway", { selector: { istio: "ingressgateway" }, servers: [] }),
    },
    { what: "events without end", method: "POST", path: `${mine}/events`, body: {} },
    { what: "bind a pod to a node", method: "POST", path: `${mine}/bindings`, body: {} },
  ];
  const guarded: Omit<Way, "by">[] = [
    {
      what: "a role that is the classroom's",
      method: "DELETE",
      path: `${rbac}/namespaces/${own}/roles/student`,
    },
    {
      what: "its binding",
      method: "PATCH",
      path: `${rbac}/namespaces/${own}/rolebindings/student`,
      body: { subjects: [] },
    },
    {
      what: "its policy",
      method: "DELETE",
      path: `${networking}/namespaces/${own}/networkpolicies/outside`,
    },
    {
      what: "its policy, of all at once",
      method: "DELETE",
      path: `${networking}/namespaces/${own}/networkpolicies`,
    },
    {
      what: "the label of its policy",
      method: "PATCH",
      path: `${networking}/namespaces/${own}/networkpolicies/outside`,
      body: { metadata: { labels: { "classroom.twelve-street/name": null } } },
    },
    {
      what: "rights for everybody",
      method: "POST",
      path: `${rbac}/namespaces/${own}/rolebindings`,
      body: binding({ kind: "Role", name: "student" }, [
        { kind: "Group", name: "system:unauthenticated", apiGroup: "rbac.authorization.k8s.io" },
      ]),
    },
    {
      what: "rights for another student by their IAM user",
      method: "POST",
      path: `${rbac}/namespaces/${own}/rolebindings`,
      body: binding({ kind: "Role", name: "student" }, [
        {
          kind: "User",
          name: `arn:aws:iam::123456789012:user/classroom/${other}`,
          apiGroup: "rbac.authorization.k8s.io",
        },
      ]),
    },
    {
      what: "all egress",
      method: "POST",
      path: `${networking}/namespaces/${own}/networkpolicies`,
      body: policy({ policyTypes: ["Egress"], egress: [{}] }),
    },
    {
      what: "egress to all addresses",
      method: "POST",
      path: `${networking}/namespaces/${own}/networkpolicies`,
      body: policy({
        policyTypes: ["Egress"],
        egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
      }),
    },
    {
      what: "egress to the node's metadata",
      method: "POST",
      path: `${networking}/namespaces/${own}/networkpolicies`,
      body: policy({
        policyTypes: ["Egress"],
        egress: [{ to: [{ ipBlock: { cidr: "169.254.169.254/32" } }] }],
      }),
    },
    {
      what: "egress to all, less too little",
      method: "POST",
      path: `${networking}/namespaces/${own}/networkpolicies`,
      body: policy({
        policyTypes: ["Egress"],
        egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }] }],
      }),
    },
    {
      what: "egress to all IPv6",
      method: "POST",
      path: `${networking}/namespaces/${own}/networkpolicies`,
      body: policy({ policyTypes: ["Egress"], egress: [{ to: [{ ipBlock: { cidr: "::/0" } }] }] }),
    },
    {
      what: "ingress from another",
      method: "POST",
      path: `${networking}/namespaces/${own}/networkpolicies`,
      body: policy({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
    },
    {
      what: "a volume over the network",
      method: "POST",
      path: `${mine}/pods`,
      body: pod({ volumes: [{ name: "all", nfs: { server: "fs-1.efs", path: "/" } }] }),
    },
    {
      what: "the place of others' pods",
      method: "POST",
      path: `${mine}/pods`,
      body: pod({ priorityClassName: "system-cluster-critical" }),
    },
    {
      what: "others' addresses as a Service's",
      method: "POST",
      path: `${mine}/services`,
      body: service({ externalIPs: ["8.8.8.8"] }),
    },
    {
      what: "a name of another's Service",
      method: "POST",
      path: `${mine}/services`,
      body: {
        ...service({ type: "ExternalName", externalName: `web.${other}.svc.cluster.local` }),
      },
    },
    {
      what: "a name that is metadata's address",
      method: "POST",
      path: `${mine}/services`,
      body: service({ type: "ExternalName", externalName: "169.254.169.254" }),
    },
    {
      what: "a load balancer's groups by annotation",
      method: "POST",
      path: `${mine}/services`,
      body: service(
        { type: "LoadBalancer" },
        { "service.beta.kubernetes.io/aws-load-balancer-security-groups": "sg-1" },
      ),
    },
    {
      what: "endpoints in the VPC",
      method: "POST",
      path: `${mine}/endpoints`,
      body: {
        apiVersion: "v1",
        kind: "Endpoints",
        metadata: { name: "beyond" },
        subsets: [{ addresses: [{ ip: "10.64.1.1" }], ports: [{ port: 80 }] }],
      },
    },
    {
      what: "an EndpointSlice in the VPC",
      method: "POST",
      path: `/apis/discovery.k8s.io/v1/namespaces/${own}/endpointslices`,
      body: {
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: { name: "beyond" },
        addressType: "IPv4",
        endpoints: [{ addresses: ["10.64.1.1"] }],
        ports: [{ port: 80 }],
      },
    },
    {
      what: "an EndpointSlice of IPv6",
      method: "POST",
      path: `/apis/discovery.k8s.io/v1/namespaces/${own}/endpointslices`,
      body: {
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: { name: "beyond" },
        addressType: "IPv6",
        endpoints: [{ addresses: ["fd00:ec2::254"] }],
        ports: [{ port: 80 }],
      },
    },
    {
      what: "another's host",
      method: "POST",
      path: `${networking}/namespaces/${own}/ingresses`,
      body: ingress({ rules: [rule(`${other}.${domain}`)] }),
    },
    {
      what: "a host that ends like one's own",
      method: "POST",
      path: `${networking}/namespaces/${own}/ingresses`,
      body: ingress({ rules: [rule(`x${own}.${domain}`)] }),
    },
    {
      what: "every host",
      method: "POST",
      path: `${networking}/namespaces/${own}/ingresses`,
      body: ingress({ rules: [{ http: rule("").http }] }),
    },
    {
      what: "what no rule takes",
      method: "POST",
      path: `${networking}/namespaces/${own}/ingresses`,
      body: ingress({
        rules: [rule(`${own}.${domain}`)],
        defaultBackend: { service: { name: "web", port: { number: 80 } } },
      }),
    },
    {
      what: "another's host by annotation",
      method: "POST",
      path: `${networking}/namespaces/${own}/ingresses`,
      body: ingress(
        { rules: [rule(`${own}.${domain}`)] },
        { "nginx.ingress.kubernetes.io/server-alias": `${other}.${domain}` },
      ),
    },
    {
      what: "another's Secret by annotation",
      method: "POST",
      path: `${networking}/namespaces/${own}/ingresses`,
      body: ingress(
        { rules: [rule(`${own}.${domain}`)] },
        { "nginx.ingress.kubernetes.io/auth-secret": `${other}/login` },
      ),
    },
    {
      what: "another controller",
      method: "POST",
      path: `${networking}/namespaces/${own}/ingresses`,
      body: ingress({ ingressClassName: "alb", rules: [rule(`${own}.${domain}`)] }),
    },
    {
      what: "a route for the whole mesh",
      method: "POST",
      path: `${istio}/namespaces/${own}/virtualservices`,
      body: ofIstio("VirtualService", {
        hosts: [`web.${other}.svc.cluster.local`],
        http: [{ route: [{ destination: { host: "web" } }] }],
      }),
    },
    {
      what: "another's host on the shared gateway",
      method: "POST",
      path: `${istio}/namespaces/${own}/virtualservices`,
      body: ofIstio("VirtualService", {
        hosts: [`${other}.${domain}`],
        exportTo: [".", "istio-ingress"],
        gateways: ["istio-ingress/istio-ingressgateway"],
        http: [{ route: [{ destination: { host: "web" } }] }],
      }),
    },
    {
      what: "another's Service behind the own host",
      method: "POST",
      path: `${istio}/namespaces/${own}/virtualservices`,
      body: ofIstio("VirtualService", {
        hosts: [`${own}.${domain}`],
        exportTo: [".", "istio-ingress"],
        gateways: ["istio-ingress/istio-ingressgateway"],
        http: [{ route: [{ destination: { host: `web.${other}.svc.cluster.local` } }] }],
      }),
    },
    {
      what: "a mirror to another's Service",
      method: "POST",
      path: `${istio}/namespaces/${own}/virtualservices`,
      body: ofIstio("VirtualService", {
        hosts: [`${own}.${domain}`],
        exportTo: ["istio-ingress"],
        http: [{ route: [{ destination: { host: "web" } }], mirror: { host: `web.${other}` } }],
      }),
    },
    {
      what: "rules for all callers of another",
      method: "POST",
      path: `${istio}/namespaces/${own}/destinationrules`,
      body: ofIstio("DestinationRule", { host: `web.${other}.svc.cluster.local`, exportTo: ["*"] }),
    },
    {
      what: "a host of one's own making for the whole mesh",
      method: "POST",
      path: `${istio}/namespaces/${own}/serviceentries`,
      body: ofIstio("ServiceEntry", {
        hosts: [`web.${other}.svc.cluster.local`],
        resolution: "DNS",
        ports: [{ number: 80, name: "http", protocol: "HTTP" }],
      }),
    },
    ...[
      { what: "an address of the VPC asked by istiod", keys: { jwksUri: "http://10.64.1.1/" } },
      { what: "the same in its other spelling", keys: { jwks_uri: "http://10.64.1.1/" } },
      { what: "the same as a name's", keys: { jwksUri: "http://example.com@10.64.1.1/" } },
      { what: "a name that ends like one outside", keys: { jwksUri: "http://myexample.com/" } },
      { what: "an issuer of the VPC asked by istiod", keys: {} },
    ].map(({ what, keys }) => ({
      what,
      method: "POST" as const,
      path: `${meshSecurity}/namespaces/${own}/requestauthentications`,
      body: tokens(keys),
    })),
  ];
  const kept: Way[] = [
    {
      what: "the host's network",
      method: "POST",
      path: `${mine}/pods`,
      body: pod({ hostNetwork: true }),
      by: "podSecurity",
    },
    {
      what: "the host's processes",
      method: "POST",
      path: `${mine}/pods`,
      body: pod({ hostPID: true }),
      by: "podSecurity",
    },
    {
      what: "the host's files",
      method: "POST",
      path: `${mine}/pods`,
      body: pod({ volumes: [{ name: "host", hostPath: { path: "/" } }] }),
      by: "podSecurity",
    },
    {
      what: "a privileged container",
      method: "POST",
      path: `${mine}/pods`,
      body: pod({
        containers: [{ name: "main", image: "busybox", securityContext: { privileged: true } }],
      }),
      by: "podSecurity",
    },
    {
      what: "a port of the host",
      method: "POST",
      path: `${mine}/pods`,
      body: pod({
        containers: [
          { name: "main", image: "busybox", ports: [{ containerPort: 80, hostPort: 80 }] },
        ],
      }),
      by: "podSecurity",
    },
    {
      what: "more than the quota",
      method: "POST",
      path: `${mine}/pods`,
      body: pod({
        containers: [
          {
            name: "main",
            image: "busybox",
            resources: { requests: { cpu: "3" }, limits: { cpu: "3" } },
          },
        ],
      }),
      by: "quota",
    },
  ];
  const by = (who: By, ways: readonly Omit<Way, "by">[]): Way[] =>
    ways.map((way) => ({ ...way, by: who }));
  return [...by("rights", rights), ...by("guard", guarded), ...kept];
}
