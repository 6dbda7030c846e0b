import assert from "node:assert/strict";

import { examine } from "../../../course/doctor/examine";
import { isNear } from "../../../course/doctor/rules/selected";
import { isHealthy, reportText } from "../../../course/doctor/text";
import type { World } from "../../../course/doctor/world";
import {
  deployment,
  findingsOf,
  ingress,
  pod,
  policy,
  said,
  service,
  slice,
  withPolicies,
  world,
} from "./worlds";

interface Case {
  readonly rule: string;
  readonly wrong: Partial<World>;
  readonly says: RegExp;
  /** Much the same, and all right. */
  readonly right: Partial<World>;
  /** It is told of, and is no fault. */
  readonly noted?: true;
}

const notReady = (status: object, container: object = {}) =>
  pod({ status: { conditions: [{ type: "Ready", status: "False" }], ...status }, container });
const waiting = (reason: string, message = "") =>
  notReady({
    containerStatuses: [
      { name: "main", image: "nginx:nine", ready: false, state: { waiting: { reason, message } } },
    ],
  });
const noEndpoints = { slices: [slice(null)] };
const noIngress = { ingresses: [] };
const own = { labels: { "network-policy": "own" } };
const destination = (host: string, subset?: string) => ({
  metadata: { name: "web" },
  spec: {
    hosts: ["web"],
    http: [{ route: [{ destination: { host, ...(subset !== undefined && { subset }) } }] }],
  },
});
const cut = (labels: Record<string, string>) => ({
  metadata: { name: "web" },
  spec: { host: "web", subsets: [{ name: "v2", labels }] },
});
const quota = (used: string) =>
  [
    {
      metadata: { name: "bounds" },
      status: {
        hard: { pods: "40", "count/jobs.batch": "0" },
        used: { pods: used, "count/jobs.batch": "0" },
      },
    },
  ] as unknown as World["quotas"];
const failing = (message: string, labels = { app: "web" }) =>
  [
    {
      metadata: { name: "web-5d" },
      spec: { replicas: 1, template: { metadata: { labels } } },
      status: { conditions: [{ type: "ReplicaFailure", status: "True", message }] },
    },
  ] as unknown as World["replicaSets"];

const cases: readonly Case[] = [
  {
    rule: "selector with a slip",
    wrong: { services: [service({ selector: { app: "wbe" } })], ...noEndpoints },
    says: /^Service\/web selects app=wbe, .* Deployment\/web have app=web \| kubectl -n user01 set selector service web app=web$/,
    right: {},
  },
  {
    rule: "selector of nothing",
    wrong: {
      services: [service({ selector: { role: "database" } }, "db")],
      ...noEndpoints,
      ...noIngress,
    },
    says: /^Service\/db selects role=database, and no pod has that, nor .* get pods --show-labels$/,
    right: { services: [service({ selector: {} })] },
  },
  {
    rule: "no selector and no endpoints",
    wrong: { services: [service({ selector: {} })], ...noEndpoints },
    says: /^Service\/web has no selector, and nobody has written an EndpointSlice/,
    right: { services: [service({ selector: {} })], slices: [slice(["93.184.216.34"])] },
  },
  {
    rule: "scaled to nothing",
    wrong: { deployments: [deployment({ replicas: 0 })], pods: [], ...noEndpoints },
    says: /^Deployment\/web is scaled to no pods \| .* scale deployment web --replicas 1$/,
    right: { deployments: [deployment({ replicas: 1 })] },
  },
  {
    rule: "quota used up",
    wrong: {
      replicaSets: failing(
        'pods "web-5d-x" is forbidden: exceeded quota: mem-cpu-demo, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1',
      ),
      pods: [],
      ...noEndpoints,
    },
    says: /^ReplicaSet\/web-5d may make no more pods, for ResourceQuota\/mem-cpu-demo is used up \(requested: requests\.cpu=2, .*describe quota mem-cpu-demo$/,
    right: { replicaSets: failing("exceeded quota: mem-cpu-demo, x", { app: "other" }) },
  },
  {
    rule: "another refusal of pods",
    wrong: {
      replicaSets: failing('pods "web" is forbidden: violates PodSecurity "baseline:v1.36"'),
      pods: [],
      ...noEndpoints,
    },
    says: /^ReplicaSet\/web-5d may not make its pods: .*violates PodSecurity/,
    right: {},
  },
  {
    rule: "a full quota",
    wrong: { quotas: quota("40") },
    says: /^ResourceQuota\/bounds is full: pods 40 of 40; what is made next is refused/,
    right: { quotas: quota("39") },
    noted: true,
  },
  {
    rule: "image pull",
    wrong: { pods: [waiting("ImagePullBackOff")], ...noEndpoints },
    says: /^Pod\/web-1 cannot pull nginx:nine: .* set image deployment\/web main=REPOSITORY:TAG$/,
    right: {},
  },
  {
    rule: "a container that ends again and again",
    wrong: {
      pods: [
        notReady({
          containerStatuses: [
            {
              name: "main",
              ready: false,
              state: { waiting: { reason: "CrashLoopBackOff" } },
              lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
            },
          ],
        }),
      ],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 its container main ends again and again, last with code 137, for it took more memory than its limit \| .*logs web-1 -c main --previous$/,
    right: {},
  },
  {
    rule: "a ConfigMap that is not there",
    wrong: {
      pods: [waiting("CreateContainerConfigError", 'configmap "hello-cm" not found')],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 its container main cannot be made: configmap "hello-cm" not found/,
    right: {},
  },
  {
    rule: "no node",
    wrong: {
      pods: [
        notReady({
          phase: "Pending",
          conditions: [
            { type: "PodScheduled", status: "False", message: "0/2 nodes are available" },
          ],
        }),
      ],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 finds no node: 0\/2 nodes are available/,
    right: {},
  },
  {
    rule: "an init container that goes on",
    wrong: {
      pods: [notReady({ initContainerStatuses: [{ name: "wait", ready: false, started: false }] })],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 waits for its init container wait, .*logs web-1 -c wait$/,
    right: {},
  },
  {
    rule: "readiness",
    wrong: {
      pods: [
        notReady(
          { containerStatuses: [{ name: "main", ready: false, state: { running: {} } }] },
          { readinessProbe: { httpGet: { path: "/healthz", port: "http" } } },
        ),
      ],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 runs, and its container main is not ready: its readiness probe \(GET \/healthz on port http\) does not succeed/,
    right: {},
  },
  {
    rule: "a node that is thought lost",
    wrong: {
      pods: [
        pod({
          status: {
            conditions: [
              { type: "ContainersReady", status: "True" },
              { type: "Ready", status: "False" },
            ],
          },
        }),
      ],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 runs on node ip-10-64-1-7, which has not reported in time.*describe node ip-10-64-1-7$/,
    right: {},
  },
  {
    rule: "a finalizer",
    wrong: {
      pods: [pod({ metadata: { deletionTimestamp: "now", finalizers: ["example.com/hold"] } })],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 is being deleted, and its finalizers keep it: example\.com\/hold/,
    right: { pods: [pod({}), pod({ metadata: { name: "web-0", deletionTimestamp: "now" } })] },
  },
  {
    rule: "a named port",
    wrong: { services: [service({ ports: [{ port: 80, targetPort: "web" }] })] },
    says: /^Service\/web its port 80 leads to one named web, and the pods have no such port, but 8080 \(http\) \| .*patch service web --type json .*"value":8080/,
    right: { services: [service({ ports: [{ port: 80, targetPort: "http" }] })] },
  },
  {
    rule: "a port that nobody listens on",
    wrong: { services: [service({ ports: [{ port: 80 }] })] },
    says: /^Service\/web its port 80 leads to 80\/TCP, and the pods say that they listen on 8080 \(http\) alone/,
    right: {
      services: [service({ ports: [{ port: 80 }] })],
      pods: [pod({ ports: [] })],
    },
  },
  {
    rule: "another protocol",
    wrong: { services: [service({ ports: [{ port: 80, targetPort: 8080, protocol: "UDP" }] })] },
    says: /leads to 8080\/UDP/,
    right: { services: [service({ ports: [{ port: 80, targetPort: 8080 }] })] },
  },
  {
    rule: "endpoints that lag",
    wrong: noEndpoints,
    says: /^Service\/web does not lead to web-1 yet, which is ready/,
    right: { slices: [slice(["10.64.1.7"])] },
    noted: true,
  },
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
    rule: "a route to a subset that is not cut",
    wrong: { routes: [destination("web", "v2")] },
    says: /^VirtualService\/web routes to the subset v2 of web, which no DestinationRule has/,
    right: { routes: [destination("web", "v2")], cuts: [cut({ app: "web" })] },
  },
  {
    rule: "a subset without pods",
    wrong: { routes: [destination("web", "v2")], cuts: [cut({ version: "v2" })] },
    says: /^DestinationRule\/web cuts the subset v2 by \{"version":"v2"\}, which none of the pods of web has/,
    right: { routes: [destination("web.user01.svc.cluster.local")] },
  },
  {
    rule: "a route to no Service",
    wrong: { routes: [destination("recommendation")] },
    says: /^VirtualService\/web routes to recommendation, and there is no such Service/,
    right: { routes: [destination("api.example.com")] },
  },
  {
    rule: "no namespace",
    wrong: { namespace: undefined, services: [], ...noIngress },
    says: /^Namespace\/user01 is not there \| .*up --stack classroom/,
    right: { services: [], ...noIngress },
  },
  {
    rule: "a namespace that goes",
    wrong: { namespace: { terminating: true } },
    says: /^Namespace\/user01 is being deleted, .*course -- reset --stack classroom --students user01$/,
    right: {},
  },
  {
    rule: "no rights",
    wrong: { rights: ["Role/student"] },
    says: /^RoleBinding\/student is not there, so that the student may do nothing/,
    right: {},
  },
  {
    rule: "no names",
    wrong: { dnsReady: false },
    says: /^Deployment\/coredns has no ready pod/,
    right: { dnsReady: true },
    noted: true,
  },
];

describe("the doctor", () => {
  it("finds nothing where a service is reached, and says where", () => {
    const report = examine(world(), "classroom");
    assert.deepEqual(said(findingsOf({})), []);
    assert.ok(isHealthy(report));
    assert.deepEqual(report.services[0]?.addresses, [
      "web.user01:80",
      "http://user01.students.example.com/",
    ]);
    assert.match(reportText(report), /web: nothing found/);
  });

  for (const { rule, wrong, says, right, noted } of cases) {
    it(`tells of ${rule}, and not where it is right`, () => {
      const lines = said(findingsOf(wrong));
      assert.ok(
        lines.some((it) => says.test(it)),
        lines.join("\n") || "nothing found",
      );
      assert.equal(isHealthy(examine(world(wrong), "classroom")), noted === true);
      assert.deepEqual(
        said(findingsOf(right)).filter((it) => says.test(it)),
        [],
      );
    });
  }

  it("looks at one service alone where it is named, and says which there are", () => {
    const two = { services: [service(), service({ selector: { a: "b" } }, "other")] };
    assert.deepEqual(said(findingsOf(two, "web")), []);
    assert.match(said(findingsOf(two, "wep")).join(), /Service\/wep is not in user01; web is/);
    const elsewhere = { ...two, elsewhere: { default: ["cart"] } };
    assert.match(
      said(findingsOf(elsewhere, "cart")).join(),
      /one of that name is in default, reached as cart\.default/,
    );
  });

  it("writes each finding as a sentence with its command", () => {
    const wrong = world({ services: [service({ selector: { app: "wbe" } })], slices: [] });
    const text = reportText(examine(wrong, "classroom"));
    assert.match(text, /web: cannot be reached/);
    assert.match(text, /✗ Service\/web selects app=wbe.*\.\n {6}kubectl -n user01 set selector/);
  });

  it("takes a slip of the pen for one", () => {
    for (const [a, b] of [
      ["web", "wep"],
      ["web", "webs"],
      ["front-end", "frontend"],
      ["wbe", "web"],
    ] as const)
      assert.ok(isNear(a, b) && isNear(b, a), `${a} ${b}`);
    assert.ok(!isNear("web", "database"));
  });
});
