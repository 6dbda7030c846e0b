import assert from "node:assert/strict";

import type { Proof } from "../proof";

interface Started {
  spec: { containers: { command?: string[]; args?: string[] }[] };
}

export const proof: Proof = async ({ actor }) => {
  await actor.pods("app=command-demo", 1);
  const run = ["--image=busybox", "--restart=Never"];
  await actor.kubectl("run", "hello", ...run, "--command", "--", "sh", "-c", "echo hello");
  await actor.kubectl("run", "args", ...run, "--", "sleep", "600");
  const started = async (name: string) =>
    (await actor.get<Started>("pod", name)).spec.containers[0];
  assert.deepEqual((await started("hello"))?.command, ["sh", "-c", "echo hello"]);
  assert.equal((await started("hello"))?.args, undefined);
  assert.deepEqual((await started("args"))?.args, ["sleep", "600"]);
  assert.equal((await started("args"))?.command, undefined, "the image's own");
  const change = JSON.stringify([{ op: "replace", path: "/spec/containers/0/args/0", value: "A" }]);
  assert.match(
    await actor.refused("patch", "pod", "command-demo", "--type=json", "-p", change),
    /pod updates may not change fields other than/,
  );
};
