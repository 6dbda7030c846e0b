import assert from "node:assert/strict";

import type { Classroom } from "../../../course/classroom/classroom";
import type { Cluster, Kind } from "../../../course/classroom/cluster";
import { keeping } from "../../../course/classroom/command";
import { dataOf } from "../../../course/classroom/errands";
import { courseOf, marksOf, standings } from "../../../course/classroom/marks";
import type { KubeObject, Standing } from "../../../course/classroom/model";
import { standingAnnotation } from "../../../course/classroom/system";
import { applied, declare, edited } from "./objects";

const lab = (name: string): Standing => ({ at: "lab", lab: name });
const last = (of: Record<string, Standing>) => new Map(Object.entries(of));

const object = (kind: string, name: string, more: object = {}): KubeObject => ({
  ...{ apiVersion: "v1", kind, ...more },
  metadata: { name, uid: name, ...(more as Partial<KubeObject>).metadata },
});

const rights = object("ClusterRoleBinding", "classroom-reads-user02");

/** A cluster of some objects, and what was written there. */
function clusterOf(...objects: readonly KubeObject[]) {
  const writes: { method: string; path: string; body: unknown }[] = [];
  const find = ({ kind, metadata }: KubeObject) =>
    objects.find((it) => it.kind === kind && it.metadata.name === metadata.name);
  const cluster = {
    api: {
      request: (method: string, path: string, { body }: { body: unknown }) => {
        writes.push({ method, path, body });
        return Promise.resolve({});
      },
    },
    kindOf: ({ apiVersion, kind }: { apiVersion: string; kind: string }) =>
      Promise.resolve({ apiVersion, kind } as Kind),
    list: ({ kind }: Kind) => Promise.resolve(objects.filter((it) => it.kind === kind)),
    read: (it: KubeObject) => Promise.resolve(find(it)),
    pathOf: ({ kind, metadata }: KubeObject) => Promise.resolve(`${kind}/${metadata.name ?? ""}`),
    discovered: () =>
      Promise.resolve({
        kinds: [
          { kind: "PersistentVolumeClaim", namespaced: true, names: ["pvc"] },
          { kind: "ConfigMap", namespaced: true, names: ["cm", "configmaps"] },
        ],
        down: [],
      }),
  } as unknown as Cluster;
  return { cluster, writes };
}

const roomOf = (cluster: Cluster): Classroom =>
  ({
    cluster,
    students: ["user01", "user02", "user03"],
    environments: new Map([["user02", { student: "user02", declared: [declare(rights)] }]]),
  }) as unknown as Classroom;

const marked = (it: KubeObject, mark: string): KubeObject => ({
  ...it,
  metadata: { ...it.metadata, annotations: { [standingAnnotation]: mark } },
});

describe("what a student was brought to", () => {
  it("is told by the namespace, then by what outlives it, and else not at all", async () => {
    const space = marked(object("Namespace", "user01"), "lab/configmaps");
    const { cluster } = clusterOf(space, marked(rights, "day/2"));
    assert.deepEqual(
      [...(await standings(roomOf(cluster))).last],
      [
        ["user01", lab("configmaps")],
        ["user02", { at: "day", day: 2 }],
      ],
    );
  });

  it("is the environment alone in a namespace as the stack has made it, and not known of one that somebody has", async () => {
    const declared = declare(object("Namespace", "user02"));
    const room = (cluster: Cluster): Classroom => ({
      ...roomOf(cluster),
      environments: new Map([["user02", { student: "user02", declared: [declared] }]]),
    });
    const byHand = edited(object("Namespace", "user02"), {
      ...object("Namespace", "user02"),
      metadata: { name: "user02", labels: { "x/mine": "yes" } },
    });
    const labelled = declare({
      ...declared.object,
      metadata: { name: "user02", labels: { "x/ours": "yes" } },
    });
    const of = async (space: KubeObject) => standings(room(clusterOf(space).cluster));
    const fresh = await of(applied(labelled));
    assert.deepEqual([...fresh.last], [["user02", { at: "environment" }]]);
    assert.deepEqual([...fresh.wordless], []);
    const wiped = await of(object("Namespace", "user02"));
    assert.deepEqual([...wiped.last], [["user02", { at: "environment" }]]);
    const lost = await of(byHand);
    assert.deepEqual([...lost.last], []);
    assert.deepEqual([...lost.wordless], ["user02"]);
    const { problems } = courseOf(["user02"], lost.last, undefined);
    assert.match(problems.join(), /^user02: .*made anew by hand.*say --day or --lab/);
    // Noted before all else, for the namespace is there.
    const { cluster, writes } = clusterOf(byHand);
    const [first] = marksOf(room(cluster), "user02", lab("secrets"), lost).first;
    await first?.run(cluster);
    const annotations = { [standingAnnotation]: "lab/secrets" };
    assert.deepEqual(writes, [
      { method: "PATCH", path: "Namespace/user02", body: { metadata: { annotations } } },
    ]);
    assert.deepEqual(marksOf(room(cluster), "user02", { at: "environment" }, lost).first, []);
  });

  it("is where all others stand, for one of whom nothing is known, or else said to be unknown", () => {
    const students = ["user01", "user02", "user03"];
    const alike = last({ user01: lab("secrets"), user03: lab("secrets") });
    const same = courseOf(students, alike, undefined);
    assert.deepEqual(same.standing("user02"), lab("secrets"));
    assert.match(
      same.notes.join(),
      /^user02: the namespace is gone.*lab secrets, where all others/,
    );
    assert.deepEqual(same.problems, []);
    const unlike = last({ user01: lab("secrets"), user03: lab("configmaps") });
    const open = courseOf(students, unlike, undefined);
    assert.deepEqual(open.standing("user02"), { at: "environment" });
    assert.match(open.problems.join(), /^user02: .* say --day or --lab for more, or --bare/);
    const asked = courseOf(students, unlike, lab("pods"));
    assert.deepEqual([asked.notes, asked.problems], [[], []]);
    assert.deepEqual(asked.standing("user02"), lab("pods"));
  });

  it("is noted where it is new, and never in a namespace that is not there", async () => {
    const { cluster, writes } = clusterOf();
    const of = (before: Standing | undefined) =>
      marksOf(roomOf(cluster), "user02", lab("secrets"), {
        last: before ? last({ user02: before }) : last({}),
        wordless: new Set(),
      });
    assert.deepEqual(of(lab("secrets")).first, []);
    assert.deepEqual(of(undefined).first, []);
    const [first] = of(lab("pods")).first;
    assert.equal(first?.text, "mark    Namespace user02: lab secrets");
    await first.run(cluster);
    const { making, leaving } = of(undefined);
    await making?.run(cluster);
    await leaving?.run(cluster);
    const note = { annotations: { [standingAnnotation]: "lab/secrets" } };
    assert.deepEqual(
      writes.map(({ path, body }) => [path, (body as { metadata: object }).metadata]),
      [
        ["Namespace/user02", note],
        // One write makes it and says it: whoever is killed after it has lost nothing.
        ["Namespace/user02", { name: "user02", ...note }],
        ["ClusterRoleBinding/classroom-reads-user02", note],
      ],
    );
  });
});

describe("data that is not to stay", () => {
  const within = { metadata: { namespace: "user01" } };
  const claim = object("PersistentVolumeClaim", "data", within);
  const volumes = [{ name: "v", persistentVolumeClaim: { claimName: "data" } }];
  const holder = object("Pod", "holds", { ...within, spec: { volumes } });
  const other = object("Pod", "other", { ...within, spec: { volumes: [] } });
  const released = (name: string, namespace: string, phase: string) =>
    object("PersistentVolume", name, { spec: { claimRef: { namespace } }, status: { phase } });

  it("is listed before anything is deleted, and nobody else's", async () => {
    const { cluster, writes } = clusterOf(
      ...[claim, holder, other],
      ...[released("left", "user01", "Released"), released("used", "user01", "Bound")],
      released("theirs", "user09", "Released"),
    );
    const { of, problems } = await dataOf(cluster, ["user01"]);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      of.get("user01")?.map(({ text }) => text),
      [
        "clear   PersistentVolumeClaim data",
        "clear   Pod holds, which holds a claim",
        "clear   PersistentVolume left, which stayed behind a claim",
      ],
    );
    assert.deepEqual(writes, []);
  });

  it("is not asked to be kept and cleared at once", async () => {
    const { cluster } = clusterOf();
    const both = keeping({ cluster }, { keep: ["pvc"], clearData: true });
    await assert.rejects(both, /--keep pvc and --clear-data contradict each other.*leave one/);
    const keeps = await keeping({ cluster }, { keep: ["cm"], clearData: true });
    assert.ok(keeps(object("ConfigMap", "x")) && !keeps(claim));
  });
});
