import assert from "node:assert/strict";

import { drain, type Drained } from "../../../course/teardown/drain";
import { doomed, holdersOf, nameOf, waitedFor, type Item } from "../../../course/teardown/holders";
import { reasonOf, type Known } from "../../../course/teardown/reasons";
import { binding, claim, ingress, liveOf, pod, service, volume } from "./objects";

const names = (items: readonly Item[]) => items.map(nameOf);
const leaving = { metadata: { deletionTimestamp: new Date(0) } };

describe("course teardown: what is drained", () => {
  it("is what has a load balancer or a volume, in any namespace, and nothing else", () => {
    const holders = holdersOf(
      liveOf({
        ingresses: [ingress("web")],
        services: [service("public", "LoadBalancer"), service("inside", "ClusterIP")],
        claims: [claim("data")],
        volumes: [volume("made"), volume("by-hand", { provisioned: false })],
        pods: [pod("db-0", "data"), pod("other", "none")],
      }),
    );
    assert.deepEqual(names(waitedFor(holders)), [
      "Ingress user35/web",
      "Service user35/public",
      "PersistentVolumeClaim user35/data",
      "PersistentVolume made",
    ]);
    assert.deepEqual(names(holders.mounting), ["Pod user35/db-0"]);
  });

  it("leaves a volume that its class retains, and does not wait for it", () => {
    const kept = volume("kept", { policy: "Retain" });
    const holders = holdersOf(liveOf({ volumes: [kept] }));
    assert.deepEqual(holders.retained, [kept]);
    assert.deepEqual(waitedFor(holders), []);
  });

  it("asks once, lets volumes go by their claims, and target groups by what has a load balancer", () => {
    const live = liveOf({
      ingresses: [ingress("web", leaving)],
      bindings: [binding("web")],
      claims: [claim("data")],
      volumes: [volume("made")],
      pods: [pod("db-0", "data")],
    });
    assert.deepEqual(names(doomed(holdersOf(live))), [
      "PersistentVolumeClaim user35/data",
      "Pod user35/db-0",
    ]);
    assert.deepEqual(names(doomed(holdersOf(liveOf({ bindings: [binding("stray")] })))), [
      "TargetGroupBinding user35/stray",
    ]);
  });
});

/** A cluster in which an object goes a look after it was asked to, unless a finalizer holds it. */
class Model implements Drained {
  readonly asked: string[] = [];
  private readonly gone = new Set<Item>();

  constructor(private readonly items: { ingresses: Item[]; claims: Item[]; pods: Item[] }) {}

  live() {
    const left = (items: Item[]) => items.filter((item) => !this.gone.has(item));
    const { ingresses, claims, pods } = this.items;
    return Promise.resolve(
      liveOf({ ingresses: left(ingresses), claims: left(claims), pods: left(pods) }),
    );
  }

  delete(item: Item) {
    this.asked.push(nameOf(item));
    if ((item.metadata.finalizers ?? []).length === 0) this.gone.add(item);
    return Promise.resolve();
  }

  controller = () => Promise.resolve({ ready: 0, asked: 2 });
  warning = () => Promise.resolve(undefined);
}

describe("course teardown: a drain", () => {
  const tell = () => undefined;

  it("ends when all is gone, and finds nothing to do a second time", async () => {
    const model = new Model({
      ingresses: [ingress("web")],
      claims: [claim("data")],
      pods: [pod("db-0", "data")],
    });
    await drain(model, { patience: 60, tell, everyMs: 0 });
    assert.equal(model.asked.length, 3);
    await drain(model, { patience: 60, tell, everyMs: 0 });
    assert.equal(model.asked.length, 3);
  });

  it("gives up what does not go, with the finalizer and the controller that does not run", async () => {
    const held = ingress("web", { metadata: { finalizers: ["group.ingress.k8s.aws/shop"] } });
    const model = new Model({ ingresses: [held], claims: [], pods: [] });
    await assert.rejects(drain(model, { patience: 0, tell, everyMs: 1 }), (error: Error) => {
      assert.match(
        error.message,
        /Ingress user35\/web: its finalizer group\.ingress\.k8s\.aws\/shop waits for the AWS Load Balancer Controller, which does not run \(0 of 2 pods\)/,
      );
      return true;
    });
  });
});

describe("course teardown: why an object does not go", () => {
  const known: Known = {
    controller: () => Promise.resolve(undefined),
    warning: () => Promise.resolve("AccessDenied"),
    mounting: () => [pod("db-0", "data")],
  };

  it("names pods, warnings, and a finalizer that nobody here is known to take away", async () => {
    const one = claim("data", { metadata: { finalizers: ["example.com/mine"] } });
    assert.equal(
      await reasonOf(one, known),
      "PersistentVolumeClaim user35/data: its finalizer example.com/mine waits for nobody known here; mounted by Pod user35/db-0; AccessDenied",
    );
  });

  it("names the driver of a volume, where it is not even there", async () => {
    assert.match(
      await reasonOf(volume("made"), { ...known, mounting: () => [] }),
      /to be deleted by the driver ebs\.csi\.aws\.com, which is not in the cluster/,
    );
  });
});
