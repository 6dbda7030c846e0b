import assert from "node:assert/strict";

import { Cluster, type Kind } from "../../../course/classroom/cluster";
import { isClean } from "../../../course/classroom/judge";
import type { KubeObject } from "../../../course/classroom/model";
import { reset, type ResetOptions } from "../../../course/classroom/reset";
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

/** A namespace with strays, on an API server some of whose looks find no Secrets. */
class Stood extends Cluster {
  protected readonly there = new Map<string, KubeObject>();
  protected looks = 0;

  constructor(
    strays: readonly string[],
    private readonly failing: (look: number) => boolean,
  ) {
    super({
      request: (method: string, path: string) => {
        assert.equal(method, "DELETE", "nothing else is to be done");
        this.removed(path.split("/").at(-1) ?? "");
        return Promise.resolve({});
      },
    } as unknown as Api);
    for (const one of baseline.declared)
      this.there.set(one.object.metadata.name ?? "", applied(one));
    strays.forEach((name) => {
      this.strewn(name);
    });
  }

  protected strewn(name: string): void {
    const object = configMap(name, {});
    const managedFields = [entry("kubectl-create", object)];
    const metadata = { ...object.metadata, uid: name, managedFields };
    this.there.set(name, { ...object, metadata });
  }

  protected removed(name: string): void {
    assert.ok(this.there.delete(name));
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

/** One in which somebody makes two more things before each look. */
class Restless extends Stood {
  override list(wanted: Kind): Promise<KubeObject[]> {
    if (wanted.kind === "Namespace")
      for (const letter of ["a", "b"]) this.strewn(`${letter}${this.looks.toString()}`);
    return super.list(wanted);
  }
}

/** One from which no more than one thing goes between two looks. */
class Slow extends Stood {
  private went = 0;

  protected override removed(name: string): void {
    if (this.went === this.looks) return;
    this.went = this.looks;
    super.removed(name);
  }
}

const run = (cluster: Cluster, errands?: ResetOptions["errands"], patience = 5_000) =>
  reset(cluster, [baseline], {
    ...(errands && { errands }),
    students: new Set(["user01"]),
    keeps: () => false,
    patience,
  });

describe("a reset", function () {
  // It pauses between its looks.
  this.timeout(20_000);

  it("does all else where something cannot be looked at, calls nobody clean, and says why", async () => {
    const { outcomes, problems } = await run(new Stood(["left"], () => true), undefined, 300);
    assert.match(problems.join(), /kind Secret cannot be listed: the storage does not answer/);
    assert.deepEqual(
      outcomes.map(({ done, findings }) => [done, isClean(findings), findings.unseen]),
      [[{ remove: 1 }, false, ["Secret"]]],
    );
  });

  it("ends, with a sentence, where somebody goes on making things meanwhile", async () => {
    const { outcomes } = await run(new Restless([], () => false), undefined, 1_000);
    const [outcome] = outcomes;
    assert.ok(outcome && !isClean(outcome.findings));
    assert.match(
      outcome.problems.join(),
      /^user01 keeps changing while it is reset \(ConfigMap a\d+ is a stray: .*, and 1 more\): have/,
    );
  });

  it("goes on for as long as an environment comes nearer", async () => {
    const strays = ["a", "b", "c", "d", "e", "f"];
    const { outcomes } = await run(new Slow(strays, () => false), undefined, 100);
    assert.deepEqual(
      outcomes.map(({ findings, problems }) => [isClean(findings), problems]),
      [[true, []]],
    );
  });

  it("asks again for what a stray of the student's has refused, once that is gone", async () => {
    const cluster = new Stood(["webhook"], () => false);
    let asked = 0;
    const errand = {
      ...{ do: "mark" as const, object: namespace, text: "mark" },
      run: () => {
        asked += 1;
        const error = new ApiError(500, { message: "failed calling webhook" });
        return asked === 1 ? Promise.reject(error) : Promise.resolve();
      },
    };
    const { outcomes, problems } = await run(cluster, () => ({ first: [errand] }));
    assert.deepEqual(
      outcomes.map(({ done, problems: its }) => [done, its]),
      [[{ remove: 1, mark: 1 }, []]],
    );
    assert.deepEqual(problems, []);
  });

  it("goes on with all else where one student's mark is refused for good, and says so", async () => {
    const error = new ApiError(404, { message: 'namespaces "user01" not found' });
    const errand = {
      ...{ do: "mark" as const, object: namespace, text: "mark" },
      run: () => Promise.reject(error),
    };
    const cluster = new Stood(["left"], () => false);
    const { outcomes } = await reset(cluster, [baseline], {
      ...{ students: new Set(["user01"]), keeps: () => false, patience: 300 },
      errands: () => ({ first: [errand] }),
    });
    assert.deepEqual(
      outcomes.map(({ done }) => done),
      [{ remove: 1 }],
    );
    assert.match(outcomes[0]?.problems.join() ?? "", /Namespace user01 stays as it is/);
  });

  it("looks again where a look did not see all, and forgets that then", async () => {
    const { outcomes, problems } = await run(new Stood(["left"], (look) => look <= 2));
    assert.deepEqual(problems, []);
    assert.ok(outcomes.every(({ findings }) => isClean(findings)));
    assert.deepEqual(
      outcomes.map(({ done }) => done),
      [{ remove: 1 }],
    );
  });
});
