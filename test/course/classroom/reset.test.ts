import assert from "node:assert/strict";

import { Cluster, type Kind } from "../../../course/classroom/cluster";
import type { KubeObject } from "../../../course/classroom/model";
import { reset } from "../../../course/classroom/reset";
import type { Api } from "../../../sandbox/providers/kubernetes/api";
import { ApiError } from "../../../sandbox/providers/kubernetes/errors";
import { applied, configMap, declare, entry, namespace } from "./objects";

const kind = (name: string, plural: string, namespaced = true): Kind => ({
  apiVersion: "v1",
  kind: name,
  plural,
  names: [plural],
  namespaced,
});

const baseline = {
  student: "user01",
  declared: [namespace, configMap("settings", { a: "b" })].map((it) => declare(it)),
};

/** A namespace with a stray, on an API server whose look number `from` and those after it find no Secrets. */
class Stood extends Cluster {
  private readonly there = new Map<string, KubeObject>();
  private looks = 0;

  constructor(
    strays: readonly string[],
    private readonly failing: (look: number) => boolean,
  ) {
    super({
      request: (method: string, path: string) => {
        assert.equal(method, "DELETE", "nothing else is to be done");
        assert.ok(this.there.delete(path.split("/").at(-1) ?? ""));
        return Promise.resolve({});
      },
    } as unknown as Api);
    for (const one of baseline.declared)
      this.there.set(one.object.metadata.name ?? "", applied(one));
    for (const name of strays) {
      const object = configMap(name, {});
      const managedFields = [entry("kubectl-create", object)];
      this.there.set(name, {
        ...object,
        metadata: { ...object.metadata, uid: name, managedFields },
      });
    }
  }

  override discovered() {
    const kinds = [
      kind("Namespace", "namespaces", false),
      kind("ConfigMap", "configmaps"),
      kind("Secret", "secrets"),
    ];
    return Promise.resolve({ kinds, down: [] });
  }

  override list({ kind: wanted }: Kind): Promise<KubeObject[]> {
    if (wanted === "Namespace") this.looks += 1;
    if (wanted === "Secret" && this.failing(this.looks))
      return Promise.reject(new ApiError(503, { message: "the storage does not answer" }));
    return Promise.resolve([...this.there.values()].filter((it) => it.kind === wanted));
  }
}

const run = (cluster: Cluster) =>
  reset(cluster, [baseline], {
    students: new Set(["user01"]),
    keeps: () => false,
    patience: 5_000,
  });

describe("a reset", () => {
  it("says what the look did not see that calls a student clean", async () => {
    const { problems } = await run(new Stood(["left"], (look) => look === 2));
    assert.match(problems.join(), /kind Secret cannot be listed: the storage does not answer/);
    assert.match((await run(new Stood([], () => true))).problems.join(), /kind Secret/);
  });

  it("forgets what an earlier look did not see", async () => {
    const { outcomes, problems } = await run(new Stood(["left"], (look) => look === 1));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      outcomes.map(({ done }) => done),
      [{ remove: 1 }],
    );
  });
});
