import assert from "node:assert/strict";

import { differencesOf } from "../../../course/classroom/compare";
import type { KubeObject } from "../../../course/classroom/model";
import { declaredView, liveView } from "../../../course/classroom/view";
import type { Json } from "../../../sandbox/providers/kubernetes/objects";
import { applied, declare } from "./objects";

const object = (apiVersion: string, kind: string, fields: Json): KubeObject => ({
  ...{ apiVersion, kind, metadata: { name: "one", namespace: "user01" } },
  ...fields,
});

/** What lives, whatever is in it the declarer's: as the API server notes it where a table or list has one owner. */
function owned(declared: KubeObject, fieldsV1: Json, fields: Json): KubeObject {
  const live = applied(declare(declared), fields);
  for (const entry of live.metadata.managedFields ?? []) entry.fieldsV1 = fieldsV1;
  return live;
}

function found(declared: KubeObject, live: KubeObject): string[] {
  const one = declare(declared);
  const differences = differencesOf(one, live);
  const isAlike =
    JSON.stringify(liveView(one, live, differences)) === JSON.stringify(declaredView(one));
  assert.equal(isAlike, differences.length === 0, "shows exactly where something differs");
  return differences.map(({ path, how }) => `${path} ${how}`);
}

const service = object("v1", "Service", { spec: { selector: { app: "web" } } });
const serviceFields = { "f:spec": { "f:selector": {} } };

const policy = object("networking.k8s.io/v1", "NetworkPolicy", {
  spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }] },
});
const policyFields = { "f:spec": { "f:podSelector": {}, "f:ingress": {} } };
const policyWith = (podSelector: Json, from: Json, more: Json = {}) => ({
  spec: {
    podSelector,
    ingress: [{ from: [{ podSelector: from }], ports: [{ port: 80, protocol: "TCP" }], ...more }],
    policyTypes: ["Ingress"],
  },
});

const role = object("rbac.authorization.k8s.io/v1", "Role", {
  rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
});

const routeOf = (route: Json) => ({
  spec: { hosts: ["web"], http: [{ route: [{ destination: { host: "web" } }], ...route }] },
});
const route = object("networking.istio.io/v1", "VirtualService", routeOf({}));
const routeFields = { "f:spec": { "f:hosts": {}, "f:http": {} } };

const podSpec = (fields: Json) => ({ spec: { template: { spec: fields } } });
const placed = object("apps/v1", "Deployment", podSpec({ nodeSelector: { disktype: "ssd" } }));
const podFields = (fieldsV1: Json) => ({ "f:spec": { "f:template": { "f:spec": fieldsV1 } } });

describe("a table or list that has one owner", () => {
  it("differs in what was put into it under the declarer's own name", () => {
    const of = (selector: Json) => owned(service, serviceFields, { spec: { selector } });
    assert.deepEqual(found(service, of({ app: "web", version: "v2" })), [
      "spec.selector.version changed",
    ]);
    assert.deepEqual(found(service, of({ app: "web", version: "" })), [
      "spec.selector.version changed",
    ]);
    const policies = (fields: Json) => found(policy, owned(policy, policyFields, fields));
    assert.deepEqual(policies(policyWith({ matchLabels: { app: "x" } }, {})), [
      "spec.podSelector.matchLabels changed",
    ]);
    assert.deepEqual(policies(policyWith({}, { matchLabels: { app: "x" } })), [
      "spec.ingress[0].from[0].podSelector.matchLabels changed",
    ]);
    const narrower = { rules: [{ ...(role.rules as Json[])[0], resourceNames: ["one"] }] };
    assert.deepEqual(found(role, owned(role, { "f:rules": {} }, narrower)), [
      "rules[0].resourceNames changed",
    ]);
    for (const more of [{ fault: { abort: { httpStatus: 503 } } }, { match: [] }, { mirror: {} }])
      assert.deepEqual(found(route, owned(route, routeFields, routeOf(more))), [
        `spec.http[0].${Object.keys(more).join()} changed`,
      ]);
    const nodeSelector = { disktype: "ssd", zone: "a" };
    assert.deepEqual(
      found(placed, owned(placed, podFields({ "f:nodeSelector": {} }), podSpec({ nodeSelector }))),
      ["spec.template.spec.nodeSelector.zone changed"],
    );
  });

  const complete: readonly [what: string, declared: KubeObject, fieldsV1: Json, live: Json][] = [
    ["a policy's ports", policy, policyFields, policyWith({}, {})],
    [
      "a binding's subjects",
      object("rbac.authorization.k8s.io/v1", "RoleBinding", {
        subjects: [{ kind: "Group", name: "students" }],
        roleRef: { kind: "Role", name: "one" },
      }),
      { "f:subjects": {}, "f:roleRef": {} },
      {
        subjects: [{ kind: "Group", name: "students", apiGroup: "rbac.authorization.k8s.io" }],
        roleRef: { kind: "Role", name: "one", apiGroup: "rbac.authorization.k8s.io" },
      },
    ],
    [
      "a volume's sources",
      object(
        "apps/v1",
        "Deployment",
        podSpec({
          volumes: [
            {
              name: "all",
              projected: {
                sources: [
                  { serviceAccountToken: { path: "token" } },
                  {
                    downwardAPI: {
                      items: [{ path: "name", fieldRef: { fieldPath: "metadata.name" } }],
                    },
                  },
                ],
              },
            },
          ],
        }),
      ),
      podFields({
        "f:volumes": {
          'k:{"name":"all"}': { ".": {}, "f:name": {}, "f:projected": { "f:sources": {} } },
        },
      }),
      podSpec({
        volumes: [
          {
            name: "all",
            projected: {
              sources: [
                { serviceAccountToken: { path: "token", expirationSeconds: 3600 } },
                {
                  downwardAPI: {
                    items: [
                      { path: "name", fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } },
                    ],
                  },
                },
              ],
              defaultMode: 420,
            },
          },
        ],
      }),
    ],
    [
      "a StatefulSet's claims",
      object("apps/v1", "StatefulSet", {
        spec: { volumeClaimTemplates: [{ metadata: { name: "data" }, spec: {} }] },
      }),
      { "f:spec": { "f:volumeClaimTemplates": {} } },
      {
        spec: {
          volumeClaimTemplates: [
            {
              ...{ apiVersion: "v1", kind: "PersistentVolumeClaim" },
              metadata: { name: "data", creationTimestamp: null },
              spec: { volumeMode: "Filesystem" },
              status: { phase: "Pending" },
            },
          ],
        },
      },
    ],
    [
      "a LimitRange's defaults",
      object("v1", "LimitRange", {
        spec: {
          limits: [{ type: "Container", max: { cpu: "2" }, defaultRequest: { cpu: "0.5" } }],
        },
      }),
      { "f:spec": { "f:limits": {} } },
      {
        spec: {
          limits: [
            {
              type: "Container",
              ...{ max: { cpu: "2" }, default: { cpu: "2" }, defaultRequest: { cpu: "500m" } },
            },
          ],
        },
      },
    ],
    [
      "resources that are bounded by none, and a LimitRange bounds",
      object("apps/v1", "Deployment", podSpec({ containers: [{ name: "c", resources: {} }] })),
      podFields({
        "f:containers": { 'k:{"name":"c"}': { ".": {}, "f:name": {}, "f:resources": {} } },
      }),
      podSpec({ containers: [{ name: "c", resources: { limits: { cpu: "1" } } }] }),
    ],
    [
      "a kind of which nothing is known",
      object("example.com/v1", "Backup", { spec: { targets: [{ name: "all" }] } }),
      { "f:spec": { "f:targets": {} } },
      { spec: { targets: [{ name: "all", retention: "7d" }] } },
    ],
  ];
  for (const [what, declared, fieldsV1, live] of complete)
    it(`does not differ in what the API server fills in: ${what}`, () => {
      assert.deepEqual(found(declared, owned(declared, fieldsV1, live)), []);
    });

  it("differs in another value than the API server's own", () => {
    const live = policyWith({}, {}, { ports: [{ port: 80, protocol: "UDP" }] });
    assert.deepEqual(found(policy, owned(policy, policyFields, live)), [
      "spec.ingress[0].ports[0].protocol changed",
    ]);
  });
});
