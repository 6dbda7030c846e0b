import assert from "node:assert/strict";

import { ingressPaths } from "../../../../apps/labs/ingress-paths";
import { servedBy } from "../ingress";
import { makesOf, type Desk } from "../proof";

/** Which color answers a path. */
const answers = {
  "/green": "green",
  "/green/leaf": "green",
  "/blue": "blue",
  "/greenhouse": "blue",
  "/": "blue",
} as const;

export async function proof({ actor, place }: Desk): Promise<void> {
  await actor.apply(...makesOf(ingressPaths, place));
  const ips = async (color: string) =>
    (await actor.pods(`app=${color}`, 2)).map(({ status }) => status?.podIP).sort();
  for (const [path, color] of Object.entries(answers))
    assert.deepEqual(
      await servedBy(actor, "paths", place.host ?? "", path, 2),
      await ips(color),
      `${path} is ${color}`,
    );
}
