import assert from "node:assert/strict";

import { rbac } from "../../../../apps/labs/rbac";
import { object } from "../../../../apps/labs/objects";
import { makesOf, type Desk } from "../proof";

export async function proof({ actor, instructor, place }: Desk): Promise<void> {
  const jane = ["--as", `system:serviceaccount:${place.namespace}:jane`];
  const may = async (...what: string[]) => {
    const words = ["auth", "can-i", ...what, ...jane];
    // It ends with 1 where the answer is no.
    return instructor.kubectl(...words).then(
      (said) => said.trim() === "yes",
      () => false,
    );
  };
  assert.ok(!(await may("list", "pods")));
  await actor.apply(...makesOf(rbac, place));
  await actor.until("jane to list pods", () => may("list", "pods"));
  assert.ok(await may("get", "pods", "--subresource=log"));
  for (const what of [
    ["delete", "pods"],
    ["list", "secrets"],
    ["list", "pods", "--namespace", "default"],
  ])
    assert.ok(!(await may(...what)), what.join(" "));
  await instructor.kubectl("get", "pods", ...jane);

  const wide = object("Role", "everything", {
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  });
  assert.match(
    await actor.applyRefused(wide),
    /attempting to grant RBAC permissions not currently held/,
  );
}
