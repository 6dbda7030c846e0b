import assert from "node:assert/strict";

import { at, type Recorded, type Run } from "../mocks";

const workloads = ({ ofType }: Run): readonly Recorded[] => [
  ...ofType("kubernetes:apps/v1:Deployment"),
  ...ofType("kubernetes:apps/v1:StatefulSet"),
];

const podOf = ({ inputs }: Recorded) => at(inputs, "spec", "template", "spec");

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const containersOf = (pod: unknown) => [
  ...list(at(pod, "initContainers")),
  ...list(at(pod, "containers")),
];

/** No pod of the program has a secret in its environment. */
export function readsSecretsFromFiles(run: Run): void {
  const all = workloads(run);
  assert.ok(all.length > 0);
  for (const it of all)
    for (const container of containersOf(podOf(it))) {
      for (const one of list(at(container, "env")))
        assert.equal(at(one, "valueFrom", "secretKeyRef"), undefined, it.name);
      for (const one of list(at(container, "envFrom")))
        assert.equal(at(one, "secretRef"), undefined, it.name);
    }
}

/** What scanners ask of every pod, in short: `npm run scan` asks the scanners themselves. */
export function isHardened(run: Run): void {
  const policies = run.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy");
  for (const it of workloads(run)) {
    const pod = podOf(it);
    assert.equal(at(pod, "automountServiceAccountToken"), false, it.name);
    assert.ok(Number(at(pod, "securityContext", "runAsUser")) >= 10_000, it.name);
    assert.ok(Number(at(pod, "securityContext", "runAsGroup")) >= 10_000, it.name);
    assert.equal(at(pod, "restartPolicy"), "Always", it.name);
    assert.deepEqual(at(pod, "dnsConfig", "options", 0), { name: "ndots", value: "2" }, it.name);
    assert.notEqual(at(pod, "affinity", "nodeAffinity"), undefined, it.name);
    for (const container of containersOf(pod)) {
      assert.equal(at(container, "imagePullPolicy"), "Always", it.name);
      assert.equal(at(container, "securityContext", "readOnlyRootFilesystem"), true, it.name);
      for (const what of ["cpu", "memory", "ephemeral-storage"])
        for (const bound of ["requests", "limits"])
          assert.notEqual(at(container, "resources", bound, what), undefined, it.name);
    }
    const own = policies.filter(({ inputs }) => holdsFor(inputs, it));
    const both = own.some(({ inputs }) => list(at(inputs, "spec", "policyTypes")).length === 2);
    assert.ok(both, `a policy for what ${it.name} is asked and asks`);
  }
}

function holdsFor(policy: unknown, { inputs }: Recorded): boolean {
  const wanted = at(policy, "spec", "podSelector", "matchLabels");
  if (typeof wanted !== "object" || wanted === null) return false;
  const labels = at(inputs, "spec", "template", "metadata", "labels");
  return (
    at(policy, "metadata", "namespace") === at(inputs, "metadata", "namespace") &&
    Object.entries(wanted).every(([key, value]) => at(labels, key) === value)
  );
}

/** What the stack runs says whom to turn to, and its pods do not roll for it. */
export function namesItsOwner(run: Run): void {
  for (const { name, inputs } of workloads(run)) {
    assert.equal(at(inputs, "metadata", "labels", "owner"), "platform", name);
    assert.equal(at(inputs, "metadata", "annotations", "email"), "platform@example.com", name);
    const template = JSON.stringify(at(inputs, "spec", "template", "metadata"));
    assert.ok(!template.includes("platform"), name);
  }
}
