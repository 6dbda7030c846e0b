import type {
  V1Deployment,
  V1EndpointSlice,
  V1Ingress,
  V1Pod,
  V1Service,
} from "@kubernetes/client-node";

import type { NetworkPolicy } from "../../../components/classroom/network-policy";
import { networkPolicies } from "../../../components/classroom/policies";
import { examine } from "../../../course/doctor/examine";
import type { Finding, World } from "../../../course/doctor/world";

type Labels = Record<string, string>;

const host = "user01.students.example.com";

export const pod = (changes: {
  labels?: Labels;
  status?: object;
  ports?: object[];
  metadata?: object;
  container?: object;
}): V1Pod =>
  ({
    metadata: {
      name: "web-1",
      namespace: "user01",
      labels: { app: "web", ...changes.labels },
      ownerReferences: [{ kind: "ReplicaSet", name: "web-5d" }],
      ...changes.metadata,
    },
    spec: {
      nodeName: "ip-10-64-1-7",
      containers: [
        {
          name: "main",
          image: "nginx",
          ports: changes.ports ?? [{ containerPort: 8080, name: "http" }],
          ...changes.container,
        },
      ],
    },
    status: {
      phase: "Running",
      podIP: "10.64.1.7",
      conditions: [{ type: "Ready", status: "True" }],
      ...changes.status,
    },
  }) as unknown as V1Pod;

export const service = (spec: object = {}, name = "web", status: object = {}): V1Service => {
  const made: unknown = {
    metadata: { name, namespace: "user01" },
    spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http" }], ...spec },
    status,
  };
  return made as V1Service;
};

export const deployment = (spec: object = {}, labels: Labels = { app: "web" }): V1Deployment =>
  ({
    metadata: { name: "web" },
    spec: { replicas: 1, template: { metadata: { labels } }, ...spec },
  }) as unknown as V1Deployment;

/** As the API server has it: null where there are none. */
export const slice = (addresses: string[] | null, name = "web"): V1EndpointSlice =>
  ({
    metadata: { labels: { "kubernetes.io/service-name": name } },
    endpoints: addresses?.map((it) => ({ addresses: [it], conditions: { ready: true } })) ?? null,
  }) as unknown as V1EndpointSlice;

export const ingress = (
  changes: { className?: string; host?: string; backend?: object; address?: boolean } = {},
): V1Ingress =>
  ({
    metadata: { name: "web" },
    spec: {
      ingressClassName: changes.className ?? "nginx",
      rules: [
        {
          host: changes.host ?? host,
          http: {
            paths: [
              {
                path: "/",
                backend: { service: { name: "web", port: { number: 80 }, ...changes.backend } },
              },
            ],
          },
        },
      ],
    },
    status: {
      loadBalancer: {
        ingress: changes.address === false ? [] : [{ hostname: "shared.example.com" }],
      },
    },
  }) as unknown as V1Ingress;

const classroomPolicies = networkPolicies("class", "user01", {
  vpcCidrs: ["10.64.0.0/16"],
  callers: [{ namespace: "ingress-nginx" }],
});

/** A namespace in which the Service web is reached from everywhere. */
export const world = (changes: Partial<World> = {}): World => ({
  student: "user01",
  namespace: { terminating: false },
  services: [service()],
  elsewhere: { "kube-system": ["kube-dns"] },
  pods: [pod({})],
  slices: [slice(["10.64.1.7"])],
  deployments: [deployment()],
  replicaSets: [
    {
      metadata: { name: "web-5d", ownerReferences: [{ kind: "Deployment", name: "web" }] },
      spec: { replicas: 1, template: { metadata: { labels: { app: "web" } } } },
    },
  ] as unknown as World["replicaSets"],
  statefulSets: [],
  daemonSets: [],
  replicationControllers: [],
  jobs: [],
  cronJobs: [],
  warnings: [],
  quotas: [],
  policies: classroomPolicies,
  ingresses: [ingress()],
  routes: [],
  cuts: [],
  authorizationPolicies: [],
  peerAuthentications: [],
  rights: ["Role/student", "RoleBinding/student"],
  dnsReady: undefined,
  entry: { host, className: "nginx" },
  doors: ["ingress-nginx"],
  unseen: {},
  ...changes,
});

export const policy = (name: string, spec: NetworkPolicy["spec"]): NetworkPolicy => ({
  metadata: { name, namespace: "user01" },
  spec,
});

export const withPolicies = (...more: NetworkPolicy[]) => [...classroomPolicies, ...more];

export const findingsOf = (changes: Partial<World>, only?: string): Finding[] => {
  const { shared, services } = examine(world(changes), "classroom", only);
  return [...shared, ...services.flatMap(({ findings }) => findings)];
};

export const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ object, what, command }) => `${object} ${what} | ${command}`);
