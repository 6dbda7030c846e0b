import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";

import { helm } from "../../../../apps/labs/helm";
import type { KubeObject } from "../../../../components/classroom/objects";
import { makesOf, type Desk } from "../proof";

interface Release {
  readonly name: string;
  readonly version: number;
  readonly info: { readonly status: string };
  readonly chart: { readonly metadata: { readonly name: string; readonly version: string } };
  readonly manifest: string;
}

export async function proof({ actor, place }: Desk): Promise<void> {
  await actor.apply(...makesOf(helm, place));
  // How Helm finds its releases, and reads one.
  const [secret, ...more] = await actor.list<{ type: string; data: { release: string } }>(
    "secrets",
    "owner=helm,status=deployed",
  );
  assert.ok(secret && more.length === 0);
  assert.equal(secret.type, "helm.sh/release.v1");
  assert.equal(secret.metadata.name, "sh.helm.release.v1.web.v1");
  const once = Buffer.from(secret.data.release, "base64").toString();
  const release = JSON.parse(gunzipSync(Buffer.from(once, "base64")).toString()) as Release;
  assert.deepEqual([release.name, release.version, release.info.status], ["web", 1, "deployed"]);
  assert.equal(release.chart.metadata.name, "hello");

  const objects = release.manifest
    .split(/^---\n# Source: .*\n/m)
    .filter((text) => text !== "")
    .map((text) => JSON.parse(text) as KubeObject);
  assert.deepEqual(
    objects.map(({ kind }) => kind),
    ["Service", "Deployment"],
  );
  for (const { kind, metadata } of objects) {
    const live = await actor.get(kind, metadata.name);
    // Without these three `helm upgrade` refuses what it has not made.
    assert.equal(live.metadata.labels?.["app.kubernetes.io/managed-by"], "Helm");
    assert.equal(live.metadata.annotations?.["meta.helm.sh/release-name"], "web");
    assert.equal(live.metadata.annotations["meta.helm.sh/release-namespace"], place.namespace);
  }
  await actor.pods("app.kubernetes.io/instance=web", 2);
}
