import assert from "node:assert/strict";

import { labNamed } from "../../../apps/labs";
import type { Classroom } from "../../../course/classroom/classroom";
import { Cluster, type Kind } from "../../../course/classroom/cluster";
import { keyOf, labManager, type KubeObject, type Standing } from "../../../course/classroom/model";
import { runShared, sharedSteps } from "../../../course/classroom/shared";
import { standingAnnotation } from "../../../course/classroom/system";
import type { Api } from "../../../sandbox/providers/kubernetes/api";
import { applied, declare, edited } from "./objects";

const students = ["user01", "user02"];

const kindOf = ({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): Kind => ({
  ...{ apiVersion, kind, plural: `${kind.toLowerCase()}s`, names: [], namespaced: false },
});

/** An API server that has these objects, and notes what is deleted. */
class Holding extends Cluster {
  readonly deleted: string[] = [];

  constructor(private readonly objects: readonly KubeObject[]) {
    super({
      request: (method: string, path: string) => {
        if (method === "DELETE") this.deleted.push(path.split("/").at(-1) ?? "");
        return Promise.resolve({});
      },
    } as unknown as Api);
  }

  override kindOf(of: Pick<KubeObject, "apiVersion" | "kind">) {
    return Promise.resolve(kindOf(of));
  }

  override read(object: KubeObject) {
    return Promise.resolve(this.objects.find((one) => keyOf(one) === keyOf(object)));
  }

  override list({ kind }: Kind) {
    return Promise.resolve(this.objects.filter((one) => one.kind === kind));
  }
}

const namespace = (name: string, mark?: string): KubeObject => ({
  ...{ apiVersion: "v1", kind: "Namespace" },
  metadata: { name, ...(mark !== undefined && { annotations: { [standingAnnotation]: mark } }) },
});

const stepsOf = (cluster: Cluster, asked: readonly Standing[]) => {
  const room = { cluster, students, shared: [], environments: new Map() };
  return sharedSteps(room as unknown as Classroom, asked, []);
};

const textsOf = async (objects: readonly KubeObject[], asked: readonly Standing[]) =>
  (await stepsOf(new Holding(objects), asked)).map(({ text }) => text);

const lab = (name: string): Standing => ({ at: "lab", lab: name });
const bare: Standing = { at: "environment" };

/** What a reset has made for a lab. */
const madeFor = (name: string): KubeObject[] =>
  (labNamed(name)?.shared?.() ?? []).map((object) => applied(declare(object, labManager)));

describe("a shared volume", () => {
  const at = lab("reclaim-policies");
  const [free] = madeFor("reclaim-policies");
  assert.ok(free);
  const claimRef = { kind: "PersistentVolumeClaim", name: "kept", namespace: "user01", uid: "u" };
  const { apiVersion, kind } = free;
  const metadata = { name: free.metadata.name ?? "" };
  const claimed = (phase: string): KubeObject => ({
    ...edited(free, { apiVersion, kind, metadata, spec: { claimRef } }, "kube-controller-manager"),
    status: { phase },
  });

  it("keeps the claim that its controller has bound it to", async () => {
    assert.deepEqual(await textsOf([claimed("Bound")], [at, at]), []);
  });

  it("loses that of a claim that is gone", async () => {
    const [text, ...others] = await textsOf([claimed("Released")], [at, at]);
    assert.match(text ?? "", /^restore PersistentVolume lab-kept: spec\.claimRef/);
    assert.deepEqual(others, []);
  });

  it("is restored as to all else while it is bound", async () => {
    const labels = { mine: "yes" };
    const drifted = edited(claimed("Bound"), {
      apiVersion,
      kind,
      metadata: { ...metadata, labels },
    });
    assert.deepEqual(await textsOf([drifted], [at, at]), [
      "restore PersistentVolume lab-kept: metadata.labels.mine",
    ]);
  });
});

describe("what a lab has made for all", () => {
  const spaces = students.map((name) => namespace(name));

  it("goes once nobody stands there, last made first and the namespace last", async () => {
    const made = madeFor("second-scheduler");
    assert.ok(made.length > 5);
    const cluster = new Holding([...spaces, ...made]);
    const steps = await stepsOf(cluster, [bare, bare]);
    const [first, ...rest] = steps.map(({ text }) => text);
    assert.equal(first, "remove  Deployment my-scheduler, of a lab at which nobody stands");
    assert.equal(rest.length, made.length - 1);
    assert.match(rest.at(-1) ?? "", /^remove {2}Namespace my-scheduler and all that is in it,/);
    assert.deepEqual(cluster.deleted, [], "listed first");
    assert.deepEqual(await runShared(cluster, steps), []);
    assert.deepEqual(cluster.deleted, made.map((one) => one.metadata.name).toReversed());
  });

  it("stays where students are brought to it, and where others stand at it", async () => {
    const made = madeFor("priority-classes");
    const at = lab("priority-classes");
    assert.deepEqual(await textsOf([...spaces, ...made], [at, bare]), []);
    const elsewhere = namespace("autumn01", "lab/priority-classes");
    assert.deepEqual(await textsOf([...spaces, elsewhere, ...made], [bare, bare]), []);
    const other = [namespace("user01"), namespace("user02", "lab/priority-classes")];
    assert.deepEqual(await textsOf([...other, ...made], [bare]), [], "one of the two is reset");
    const left = await textsOf([...other, ...made], [bare, bare]);
    assert.equal(left.length, made.length);
  });

  it("is nobody else's object of the same name", async () => {
    const [own] = madeFor("namespaces");
    assert.ok(own);
    const applier = applied(declare({ ...own, metadata: { name: "lab-namespace" } }, "pulumi-1"));
    const byHand = edited(namespace("lab-namespace"), namespace("lab-namespace"), "kubectl-create");
    for (const one of [applier, byHand])
      assert.deepEqual(await textsOf([...spaces, one], [bare, bare]), []);
    const going = { ...own, metadata: { ...own.metadata, deletionTimestamp: "2026-11-22" } };
    assert.deepEqual(await textsOf([...spaces, going], [bare, bare]), []);
    assert.equal((await textsOf([...spaces, own], [bare, bare])).length, 1);
  });
});
