import assert from "node:assert/strict";

import { V1MicroTime } from "@kubernetes/client-node";

import { identityOf } from "../../../course/rollout/holder";
import { alone, Lease, noteLeft, type LeaseOptions } from "../../../course/rollout/lease";
import { fail, FakeClock, FakeLeases } from "./leases";

const elsewhere = "teacher-laptop/4711/9-abc/1";

describe("course rollout: the Lease", () => {
  let api: FakeLeases;
  let clock: FakeClock;
  let told: string[];
  beforeEach(() => {
    api = new FakeLeases();
    clock = new FakeClock();
    told = [];
  });

  const options = (holder?: string): LeaseOptions => ({
    api,
    clock,
    namespace: "shop",
    service: "products",
    tell: (line) => void told.push(line),
    ...(holder !== undefined && { holder }),
  });
  const take = (holder?: string) => Lease.take(options(holder));
  const holderNow = () => api.lease?.spec?.holderIdentity;
  /** As a machine whose clock is so many seconds off writes it. */
  const renewedAgo = (seconds: number) => {
    if (api.lease?.spec) api.lease.spec.renewTime = new V1MicroTime(Date.now() - seconds * 1000);
  };

  it("is there while the work is done, and gone after it, whatever came of it", async () => {
    const during = await alone(options(), () => Promise.resolve(holderNow()));
    assert.equal(during, identityOf(process.pid));
    assert.equal(api.lease, undefined);
    await assert.rejects(
      alone(options(), () => Promise.reject(new Error("broken"))),
      /broken/,
    );
    assert.equal(api.lease, undefined);
  });

  it("refuses a second one at once, and says who has it and what to do", async () => {
    await take();
    await assert.rejects(take("other/1/2/3"), (error: Error) => {
      assert.match(error.message, new RegExp(`products is under way \\(process ${process.pid} on`));
      assert.match(error.message, /kubectl delete lease rollout-products --namespace shop/);
      return true;
    });
    assert.equal(clock.now(), 0);
  });

  it("is taken at once from a process of this machine that is gone, or whose number another has now", async () => {
    const gone = identityOf(2 ** 22 + 1);
    const reused = identityOf(process.pid).replace(/\/\d+-/, "/1-");
    for (const holder of [gone, reused]) {
      api.lease = undefined;
      await take(holder);
      await take();
      assert.equal(holderNow(), identityOf(process.pid));
    }
    assert.equal(clock.now(), 0);
  });

  it("says nothing by a process's number of another container of the same name", async () => {
    const other = identityOf(2 ** 22 + 1).replace(/\/[^/]*$/, "/elsewhere");
    await take(other);
    await assert.rejects(take(), /under way/);
  });

  it("goes from another machine to the next one only when it was seen to stand still for a minute", async () => {
    await take(elsewhere);
    const silent = structuredClone(api.lease);
    clock = new FakeClock(); // nobody renews it any more
    renewedAgo(3600);
    let held = false;
    const taking = take().then(() => (held = true));
    await clock.pass(55);
    assert.ok(!held);
    assert.match(
      told.join(),
      /process 4711 on teacher-laptop .* seems to be gone: looking for 60 s/,
    );
    await clock.pass(10);
    await taking;
    assert.notEqual(holderNow(), silent?.spec?.holderIdentity);
  });

  it("stays with one who renews it, though the clocks are an hour apart", async () => {
    const lease = await take(elsewhere);
    for (const ago of [3600, -3600]) {
      renewedAgo(ago);
      const refused = assert.rejects(take(), /under way \(process 4711 on teacher-laptop\)/);
      await clock.pass(20);
      await refused;
    }
    lease.confirm();
  });

  it("is renewed as long as it is held", async () => {
    const lease = await take();
    const first = api.lease?.metadata?.resourceVersion;
    await clock.pass(300);
    lease.confirm();
    assert.notEqual(api.lease?.metadata?.resourceVersion, first);
    await lease.giveBack();
    assert.equal(api.lease, undefined);
  });

  it("is lost 20 s before anybody else may take it, where it cannot be renewed", async () => {
    const lease = await take();
    api.before = () => fail(503);
    await clock.pass(40);
    lease.confirm();
    await clock.pass(1);
    assert.ok(lease.lost.aborted);
    assert.throws(() => lease.confirm(), /lost its Lease, for it could not be renewed for 41 s/);
    await assert.rejects(lease.note("more"), /lost its Lease/);
  });

  it("outlives an API server that is silent for a while, and an answer that got lost", async () => {
    const lease = await take();
    let lost = false;
    const replace = api.replaceNamespacedLease.bind(api);
    api.replaceNamespacedLease = async (request) => {
      const done = await replace(request);
      if (lost) return done;
      lost = true;
      return new Promise<never>(() => undefined);
    };
    await clock.pass(60);
    assert.ok(lost);
    lease.confirm();
    await lease.note("so far");
    assert.equal(api.lease?.metadata?.annotations?.["twelve-street/rollout"], "so far");
  });

  it("is lost as soon as it is another's or gone, and another's is left alone", async () => {
    const taken = await take();
    if (api.lease?.spec) api.lease.spec.holderIdentity = elsewhere;
    if (api.lease?.metadata) api.lease.metadata.resourceVersion = "99";
    await clock.pass(11);
    assert.throws(() => taken.confirm(), /for process 4711 on teacher-laptop has it: it stopped/);
    await taken.giveBack();
    assert.equal(holderNow(), elsewhere);
    api.lease = undefined;
    const deleted = await take();
    api.lease = undefined;
    await clock.pass(11);
    assert.throws(() => deleted.confirm(), /somebody has deleted it/);
  });

  it("tells the next one what was noted by one who did not live to give it back", async () => {
    const dead = await take(identityOf(2 ** 22 + 1));
    await dead.note("to v2");
    assert.equal(await noteLeft(options()), "to v2");
    const next = await take();
    assert.equal(next.left, "to v2");
    assert.equal(await noteLeft(options()), undefined, "it is under way");
    await next.giveBack();
    assert.equal((await take()).left, undefined);
  });
});
