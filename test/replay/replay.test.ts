import assert from "node:assert/strict";

import { stood, type Change, type Kind } from "./record";
import { replay } from "./replay";

const change = (at: number, kind: Kind, name: string, rest: object, gone = false): Change => ({
  at,
  kind,
  gone,
  object: { metadata: { name, uid: name }, ...rest },
});

const pod = (at: number, name: string, slot: string, { ready = true, leaves = false } = {}) => {
  const sleep = { seconds: 15 };
  const metadata = {
    name,
    uid: name,
    labels: { app: "web", slot },
    ...(leaves && { deletionTimestamp: "now" }),
  };
  return change(at, "Pod", name, {
    metadata,
    spec: { containers: [{ lifecycle: { preStop: { sleep } } }] },
    status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
  });
};
const leaving = (at: number, name: string, slot: string) => pod(at, name, slot, { leaves: true });
const service = (at: number, selector: object) =>
  change(at, "Service", "web", { spec: { selector } });
const subsets = (at: number, ...slots: string[]) =>
  change(at, "DestinationRule", "web", {
    spec: { subsets: slots.map((slot) => ({ name: slot, labels: { slot } })) },
  });
const route = (at: number, weights: Record<string, number>) =>
  change(at, "VirtualService", "web", {
    spec: {
      http: [
        {
          route: Object.entries(weights).map(([subset, weight]) => ({
            destination: { host: "web", subset },
            weight,
          })),
        },
      ],
    },
  });

const found = (...changes: Change[]) => replay(changes, { service: "web", late: 15 });

describe("the replay of what a watcher saw", () => {
  const plain = [service(stood, { app: "web" }), pod(stood, "a", "one")];

  it("finds nothing where a pod comes well before the other leaves", () => {
    assert.deepEqual(found(...plain, pod(10, "b", "two"), leaving(25, "a", "one")), []);
  });

  it("finds a pod that leaves before clients know of the next one", () => {
    assert.match(found(...plain, pod(10, "b", "two"), leaving(24, "a", "one")).join(), /: no pod/);
  });

  it("finds a pod that clients still know and that answers no more", () => {
    const short = change(stood, "Pod", "a", {
      ...pod(stood, "a", "one").object,
      spec: { containers: [{}] },
    });
    const changes = [service(stood, { app: "web" }), short, pod(stood, "b", "two")];
    assert.deepEqual(found(...changes), []);
    const end = { ...short, at: 20, gone: true };
    assert.match(found(...changes, end).join(), /a pod that is gone/);
  });

  it("finds a cut to pods that clients do not know yet, and one back too soon", () => {
    const cut = (at: number) => service(at, { app: "web", slot: "two" });
    const one = [service(stood, { app: "web", slot: "one" }), pod(stood, "a", "one")];
    const two = pod(10, "b", "two");
    assert.deepEqual(found(...one, two, cut(25), leaving(40, "a", "one")), []);
    assert.match(found(...one, two, cut(24)).join(), /no pod/);
    assert.match(found(...one, two, cut(25), leaving(39, "a", "one")).join(), /no pod/);
  });

  describe("in the mesh", () => {
    const mesh = [
      ...plain,
      subsets(stood, "one"),
      route(stood, { one: 100 }),
      pod(10, "b", "two"),
      subsets(10, "one", "two"),
    ];

    it("finds nothing where pods and subsets are known before the route", () => {
      assert.deepEqual(found(...mesh, route(25, { one: 90, two: 10 })), []);
      assert.deepEqual(
        found(
          ...mesh,
          route(25, { one: 0, two: 100 }),
          subsets(40, "two"),
          leaving(40, "a", "one"),
        ),
        [],
      );
    });

    it("finds a route before its subset is known everywhere", () => {
      assert.match(found(...mesh, route(24, { one: 90, two: 10 })).join(), /no subset two/);
    });

    it("finds a subset that goes while clients may have the old route", () => {
      const shifted = [...mesh, route(25, { two: 100 })];
      assert.match(found(...shifted, subsets(39, "two")).join(), /no subset one/);
    });

    it("finds a share without a pod, and weights that do not make 100", () => {
      assert.match(found(...mesh, route(25, { one: 90, three: 10 })).join(), /no subset three/);
      const [noPods] = found(
        ...mesh.slice(0, 4),
        subsets(10, "one", "two"),
        route(40, { two: 100 }),
      );
      assert.match(noPods ?? "", /subset two: no pod/);
      assert.match(found(...mesh, route(25, { one: 90, two: 11 })).join(), /weights 90:11/);
    });
  });

  it("excuses a gap that was announced, and no other", () => {
    const changes = [...plain, leaving(20, "a", "one"), pod(30, "b", "two")];
    const within = (from: number, to: number) =>
      replay(changes, { service: "web", late: 15, excused: [[from, to]] });
    assert.deepEqual(within(20, 45), []);
    assert.notDeepEqual(within(20, 44), []);
  });

  it("finds a Deployment whose selector has changed", () => {
    const selector = (app: string) => ({ spec: { selector: { matchLabels: { app } } } });
    const deployment = (at: number, app: string) => change(at, "Deployment", "web", selector(app));
    assert.match(found(...plain, deployment(stood, "a"), deployment(9, "b")).join(), /has changed/);
  });
});
