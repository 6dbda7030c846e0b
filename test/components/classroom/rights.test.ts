import assert from "node:assert/strict";

import { mayDo, ownRules, rightsObjects, sharedRules } from "../../../components/classroom/rights";

const rbac = "rbac.authorization.k8s.io";
const own = (verb: string, group: string, resource: string, name?: string) =>
  mayDo(ownRules("user01"), verb, group, resource, name);

describe("a student's rights", () => {
  it("are all that the labs do in the own namespace", () => {
    for (const [group, resource] of [
      ["", "pods"],
      ["", "services"],
      ["", "secrets"],
      ["apps", "statefulsets"],
      ["batch", "cronjobs"],
      ["networking.k8s.io", "ingresses"],
      ["networking.istio.io", "virtualservices"],
      [rbac, "rolebindings"],
    ] as const)
      for (const verb of ["get", "list", "watch", "create", "update", "patch", "delete"])
        assert.ok(own(verb, group, resource), `${verb} ${resource}`);
    assert.ok(own("create", "", "pods/exec") && own("get", "", "pods/log"));
    assert.ok(own("get", "", "namespaces", "user01") && !own("get", "", "namespaces", "user02"));
  });

  it("raise no rights, weaken no bounds, write no status and send nobody elsewhere", () => {
    for (const [verb, group, resource] of [
      ["bind", rbac, "roles"],
      ["escalate", rbac, "roles"],
      ["impersonate", "", "serviceaccounts"],
      ["delete", "", "resourcequotas"],
      ["patch", "", "limitranges"],
      ["patch", "", "namespaces"],
      ["create", "", "events"],
      ["create", "events.k8s.io", "events"],
      ["patch", "", "pods/status"],
      ["get", "", "services/proxy"],
      ["create", "networking.istio.io", "envoyfilters"],
      ["create", "networking.istio.io", "gateways"],
    ] as const)
      assert.ok(!own(verb, group, resource, "user01"), `${verb} ${resource}`);
  });

  it("name each kind and verb: a star would take in what comes later", () => {
    const rules = [...ownRules("user01"), ...sharedRules];
    assert.ok(!JSON.stringify(rules).includes("*"));
    assert.deepEqual(
      sharedRules.map(({ resources, verbs }) => [resources, verbs]),
      [
        [["nodes"], ["get", "list", "watch"]],
        [["storageclasses"], ["get", "list", "watch"]],
      ],
    );
  });

  it("are the group's and the service account's of that student", () => {
    const bindings = rightsObjects("class", "user01", "student:user01").filter(({ kind }) =>
      kind.endsWith("RoleBinding"),
    );
    assert.deepEqual(
      bindings.map(({ subjects }) => subjects),
      bindings.map(() => [
        { kind: "Group", apiGroup: rbac, name: "student:user01" },
        { kind: "ServiceAccount", name: "student", namespace: "user01" },
      ]),
    );
    assert.deepEqual(
      bindings.map(({ kind, metadata }) => [kind, metadata.namespace]),
      [
        ["RoleBinding", "user01"],
        ["ClusterRoleBinding", undefined],
      ],
    );
  });
});
