import assert from "node:assert/strict";

import { volumeGit } from "../../../../apps/labs/volume-git";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  await actor.pods("app=site", 1);
  const [site] = volumeGit.baseline(place);
  assert.ok(site);
  const { containers } = site.spec as { containers: object[] };
  const gitRepo = { repository: "https://github.com/octocat/Hello-World.git" };
  const refused = await actor.applyRefused({
    ...site,
    metadata: { ...site.metadata, name: "old" },
    spec: { containers, volumes: [{ name: "page", gitRepo }] },
  });
  assert.match(refused, /volumes may be configMap, .*emptyDir/);
};
