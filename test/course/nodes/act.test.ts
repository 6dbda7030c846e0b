import assert from "node:assert/strict";

import { resizeAll, settled } from "../../../course/nodes/act";
import type { Change } from "../../../course/nodes/plan";
import { ofCluster } from "../../../course/places/sandbox-account";
import { UserError } from "../../../sandbox/errors";
import { silentProgress } from "../../../sandbox/progress";
import { Refused, Unreachable } from "../../../sandbox/providers/aws/kube-api";
import type { Api } from "../../../sandbox/providers/kubernetes/api";
import { ApiError, UnreachableError } from "../../../sandbox/providers/kubernetes/errors";

const change = (group: string, before: number, after: number): Change => ({
  ...{ group, before, after },
  ...{ instanceType: "t3.large", usdAnHour: undefined },
});
const changes = [change("a", 1, 3), change("b", 0, 2), change("c", 1, 2)];

const saying = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (it: unknown) => it,
  );
  assert.ok(error instanceof UserError, "a sentence, and no trace");
  return error.message;
};

const unauthorized = new ApiError(401, { message: "Unauthorized" });
const unreachable = new UnreachableError("https://x", new Error("refused"));
const remedies = [
  [unauthorized, /Your credentials have run out: log in again/],
  [unreachable, /See that the cluster is up and that its kubeconfig is yours/],
] as const;

/** A resize in the sandbox that ends so. */
const failing = (error: Error) => () =>
  Promise.reject(error).catch((it: unknown) => {
    throw ofCluster(it);
  });

describe("node groups that are resized", () => {
  it("are told apart where one cannot be: what is set, what is not, and what to do", async () => {
    for (const [error, remedy] of remedies) {
      const set: string[] = [];
      const resize = (group: string) => {
        if (group === "b") return Promise.reject(error);
        set.push(group);
        return Promise.resolve();
      };
      const said = await saying(resizeAll(changes, resize));
      assert.deepEqual(set, ["a"]);
      assert.match(said, /^The node group b \(0 → 2\) cannot be set: /);
      assert.match(said, remedy);
      assert.match(said, /set before it: a \(1 → 3\); not set: c \(1 → 2\)/);
    }
  });

  it("are told by the simulated account's own client in the same words", async () => {
    for (const [error, remedy] of [
      [new Refused(401, "Unauthorized", "GET /api/v1/nodes"), remedies[0][1]],
      [new Unreachable("https://x", new Error("refused")), remedies[1][1]],
    ] as const)
      assert.match(await saying(resizeAll(changes, failing(error))), remedy);
  });
});

const node = (group: string, ready: boolean) => ({
  metadata: { labels: { "eks.amazonaws.com/nodegroup": group } },
  status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
});

const looking = (...looks: readonly (Error | readonly ReturnType<typeof node>[])[]) => {
  let next = 0;
  const request = () => {
    const look = looks[Math.min(next++, looks.length - 1)];
    return look instanceof Error ? Promise.reject(look) : Promise.resolve({ items: look });
  };
  return { api: { request } as unknown as Api, looks: () => next };
};

describe("the nodes of groups that are set", () => {
  it("are waited for until as many are there and ready, and no more", async () => {
    const { api, looks } = looking(
      [node("a", true), node("a", true), node("b", false)],
      [node("a", true), node("a", true)],
    );
    await settled(api, [change("a", 1, 2), change("b", 1, 0)], 60, silentProgress);
    assert.equal(looks(), 2);
  });

  it("are said to be late by group", async () => {
    const { api } = looking([node("a", false)]);
    const said = await saying(settled(api, [change("a", 0, 1)], -1, silentProgress));
    assert.match(said, /a: 0 of 1 ready\)/);
  });

  it("are not seen where credentials have run out or nobody answers: the groups are set all the same", async () => {
    for (const [error, remedy] of remedies) {
      const { api } = looking(error);
      const said = await saying(settled(api, [...changes, change("d", 2, 2)], 60, silentProgress));
      assert.match(said, /^The node groups are set, a \(1 → 3\), b \(0 → 2\), c \(1 → 2\), but/);
      assert.match(said, remedy);
      const none = await saying(settled(api, [change("d", 2, 2)], 60, silentProgress));
      assert.match(none, /^No node group had to be set, but/);
    }
  });
});
