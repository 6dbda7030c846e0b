import assert from "node:assert/strict";

import { studentOf } from "../../../course/classroom/foreign";

const account = { kind: "ServiceAccount", namespace: "user01", name: "student" };
const user = (name: string) => ({ kind: "User", name });
const group = (name: string) => ({ kind: "Group", name });

const holderOf = (kind: string, ...subjects: readonly object[]) =>
  studentOf({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind,
    metadata: { name: "up" },
    subjects,
  });

describe("rights outside of a student's namespace", () => {
  const names = [
    account,
    user("system:serviceaccount:user01:student"),
    group("system:serviceaccounts:user01"),
    group("student:user01"),
  ];

  for (const kind of ["ClusterRoleBinding", "RoleBinding"])
    it(`are the student's by whatever name a ${kind} gives them, or several of these`, () => {
      for (const name of names) assert.equal(holderOf(kind, name), "user01", JSON.stringify(name));
      assert.equal(holderOf(kind, ...names), "user01");
    });

  it("are no one student's where others hold them too", () => {
    const others = [user("system:serviceaccount:user02:student"), user("admin"), group("staff")];
    for (const other of others)
      assert.equal(holderOf("ClusterRoleBinding", account, other), undefined);
    assert.equal(holderOf("ClusterRoleBinding", user("system:serviceaccount:user01")), undefined);
  });
});
