import assert from "node:assert/strict";

import type { Desk } from "./proof";

/**
 * That the tutorial says of itself what consoles read: an app and a version on each pod, and a protocol by each port's
 * name; and that the console's login is not for students.
 */
export async function isDrawn(
  { actor, student }: Desk,
  namespace: string,
  login: readonly string[],
): Promise<void> {
  const pods = await actor.pods("app in (customer,preference,recommendation)", 4);
  const known = pods.map(({ metadata: { labels } }) => `${labels?.app} ${labels?.version}`).sort();
  const recommendations = ["recommendation v1", "recommendation v2"];
  assert.deepEqual(known, ["customer v1", "preference v1", ...recommendations]);
  for (const name of ["customer", "preference", "recommendation"]) {
    const { spec } = await actor.get<{ spec: { ports: { name: string }[] } }>("service", name);
    assert.deepEqual(
      spec.ports.map((port) => port.name),
      ["http"],
    );
  }
  assert.match(await student.refused(...login, "-n", namespace), /forbidden/);
}
