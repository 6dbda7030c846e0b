import assert from "node:assert/strict";

import { volumeGit } from "../../../../apps/labs/volume-git";
import type { Proof } from "../proof";

export const proof: Proof = async ({ actor, place }) => {
  await actor.pods("app=site", 1);
  const [site] = volumeGit.baseline(place);
  assert.ok(site);
  const { initContainers: _, ...spec } = site.spec as Record<string, unknown>;
  const gitRepo = { repository: "https://github.com/octocat/Hello-World.git" };
  const refused = await actor.applyRefused({
    ...site,
    metadata: { ...site.metadata, name: "old" },
    spec: { ...spec, volumes: [{ name: "page", gitRepo }] },
  });
  assert.match(refused, /volumes may be configMap, .*emptyDir/);
};
