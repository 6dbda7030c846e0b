import assert from "node:assert/strict";

import { statefulsets } from "../../../../apps/labs/statefulsets";
import { makesOf, type Desk } from "../proof";

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly creationTimestamp: string;
  };
  readonly spec: {
    readonly hostname: string;
    readonly subdomain: string;
    readonly volumes: readonly {
      readonly persistentVolumeClaim?: { readonly claimName: string };
    }[];
  };
}

interface Claim {
  readonly spec: { readonly volumeName?: string };
  readonly status: { readonly phase: string };
}

export async function proof({ actor, place }: Desk): Promise<void> {
  await actor.apply(...makesOf(statefulsets, place));
  await actor.pods("app=nginx", 3);
  const pods = async () =>
    (await actor.list<Pod>("pods", "app=nginx"))
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .sort((one, other) => one.metadata.name.localeCompare(other.metadata.name));
  const before = await pods();
  const claimOf = ({ spec }: Pod) =>
    spec.volumes.flatMap(({ persistentVolumeClaim: it }) => it?.claimName ?? []);
  for (const [index, pod] of before.entries()) {
    assert.equal(pod.metadata.name, `web-${index}`);
    assert.deepEqual([pod.spec.hostname, pod.spec.subdomain], [`web-${index}`, "nginx"]);
    assert.deepEqual(claimOf(pod), [`www-web-${index}`]);
  }
  const made = before.map(({ metadata }) => Date.parse(metadata.creationTimestamp));
  assert.deepEqual(
    made,
    made.toSorted((one, other) => one - other),
    "one after the other",
  );

  const claims = async () => {
    const all = await actor.list<Claim>("persistentvolumeclaims", "app=nginx");
    return all.map(({ metadata, spec, status }) => [metadata.name, spec.volumeName, status.phase]);
  };
  const volumes = await claims();
  assert.equal(volumes.length, 3);
  for (const [claim, volume, phase] of volumes) assert.ok(volume && phase === "Bound", claim);

  await actor.type("kubectl delete pod web-1");
  await actor.pods("app=nginx", 3);
  const after = await pods();
  assert.notEqual(after[1]?.metadata.uid, before[1]?.metadata.uid);
  assert.deepEqual(after.map(claimOf), before.map(claimOf));

  await actor.type("kubectl scale statefulset web --replicas 2");
  await actor.pods("app=nginx", 2);
  assert.deepEqual(
    (await pods()).map(({ metadata }) => metadata.name),
    ["web-0", "web-1"],
  );
  assert.deepEqual(await claims(), volumes, "claims and their volumes stay");
}
