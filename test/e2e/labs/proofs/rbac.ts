import assert from "node:assert/strict";

import { rbac } from "../../../../apps/labs/rbac";
import { object } from "../../../../apps/labs/objects";
import { makesOf, type Desk } from "../proof";

/** As the student alone: what jane may do, jane's own token says. */
export async function proof({ actor, place }: Desk): Promise<void> {
  const [jane, ...rights] = makesOf(rbac, place);
  assert.ok(jane);
  await actor.apply(jane);
  const token = ["--token", (await actor.kubectl("create", "token", "jane")).trim()];
  const ask = (...what: string[]) => [...token, "auth", "can-i", ...what];
  const may = async (...what: string[]) => (await actor.kubectl(...ask(...what))).trim() === "yes";
  /** The answer no is an end with 1 and not a word of an error. */
  const mayNot = async (...what: string[]) => {
    assert.equal(await actor.refused(...ask(...what)), "", what.join(" "));
  };
  assert.match(
    await actor.kubectl(...token, "auth", "whoami"),
    new RegExp(`system:serviceaccount:${place.namespace}:jane`),
  );
  await mayNot("list", "pods");

  await actor.apply(...rights);
  await actor.until("jane to list pods", () => may("list", "pods").catch(() => false));
  await actor.kubectl(...token, "get", "pods");
  assert.ok(await may("get", "pods", "--subresource=log"));
  await mayNot("delete", "pods");
  await mayNot("list", "secrets");
  await mayNot("list", "pods", "--namespace", "default");
  assert.match(
    await actor.refused(...token, "get", "secrets"),
    /serviceaccount:.*:jane" cannot list resource "secrets"/,
  );

  const deleting = { apiGroups: [""], resources: ["pods"], verbs: ["list", "delete"] };
  await actor.apply(object("Role", "pod-reader", { rules: [deleting] }));
  await actor.until("jane to delete pods", () => may("delete", "pods").catch(() => false));

  assert.match(
    await actor.refused("get", "pods", "--as", `system:serviceaccount:${place.namespace}:jane`),
    /cannot impersonate/,
  );
  const wide = object("Role", "everything", {
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  });
  assert.match(
    await actor.applyRefused(wide),
    /attempting to grant RBAC permissions not currently held/,
  );
}
