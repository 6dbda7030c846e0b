import assert from "node:assert/strict";

import { Cluster, type Kind } from "../../../course/classroom/cluster";
import { lookAt } from "../../../course/classroom/look";
import type { Api } from "../../../sandbox/providers/kubernetes/api";
import { ApiError } from "../../../sandbox/providers/kubernetes/errors";
import { configMap, declare, namespace } from "./objects";

const configMaps: Kind = {
  ...{ apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", names: [], namespaced: true },
};

const students = Array.from({ length: 10 }, (_, index) => `user${index.toString()}`);

/** An API server with a ConfigMap in each student's namespace, which notes what it is asked for. */
function askedBy(chosen: readonly string[]) {
  const asked: string[] = [];
  const maps = students.map((name) => configMap("settings", { of: name }, name));
  const api = {
    request: (_method: string, path: string, { query }: { query: Record<string, string> }) => {
      asked.push(`${path} ${query.fieldSelector ?? ""}`.trim());
      const items = maps.filter(({ metadata: { namespace: its = "" } }) =>
        path === "/api/v1/configmaps"
          ? !(query.fieldSelector ?? "").split(",").includes(`metadata.namespace!=${its}`)
          : path.includes(`/namespaces/${its}/`),
      );
      return Promise.resolve({ items, metadata: {} });
    },
  };
  const cluster = new Cluster(api as unknown as Api);
  cluster.discovered = () => Promise.resolve({ kinds: [configMaps], down: [] });
  const baselines = chosen.map((student) => ({ student, declared: [declare(namespace)] }));
  return { asked, seen: lookAt(cluster, baselines, new Set(students)) };
}

describe("a look at students' environments", () => {
  it("leaves out on the API server who is not looked at, and sees all of the others", async () => {
    const chosen = students.slice(0, 8);
    const { asked, seen } = askedBy(chosen);
    const { live } = await seen;
    assert.deepEqual([...live.keys()], chosen);
    for (const objects of live.values()) assert.equal(objects.length, 1);
    assert.deepEqual(asked, [
      "/api/v1/configmaps metadata.namespace!=user8,metadata.namespace!=user9",
    ]);
  });

  it("asks for everything at once where all are looked at, and for a few one by one", async () => {
    const all = askedBy(students);
    assert.equal((await all.seen).live.size, students.length);
    assert.deepEqual(all.asked, ["/api/v1/configmaps"]);
    const one = askedBy(["user3"]);
    assert.equal((await one.seen).live.get("user3")?.length, 1);
    assert.deepEqual(one.asked, ["/api/v1/namespaces/user3/configmaps"]);
  });

  it("begins a list anew whose later pages are gone, and sees nothing twice", async () => {
    const items = ["a", "b", "c"].map((name) => configMap(name, {}, "user1"));
    const api = {
      request: (_method: string, _path: string, { query }: { query: Record<string, string> }) => {
        if (query.continue)
          return Promise.reject(new ApiError(410, { message: "too old resource version" }));
        const page = query.limit ? items.slice(0, 2) : items;
        return Promise.resolve({ items: page, metadata: query.limit ? { continue: "x" } : {} });
      },
    };
    const listed = await new Cluster(api as unknown as Api).list(configMaps, ["user1"]);
    assert.deepEqual(
      listed.map(({ metadata }) => metadata.name),
      ["a", "b", "c"],
    );
  });

  it("keeps what could not be listed, and the groups that do not tell their kinds", async () => {
    const error = new ApiError(403, { message: "no" });
    const cluster = new Cluster({ request: () => Promise.reject(error) } as unknown as Api);
    cluster.discovered = () =>
      Promise.resolve({ kinds: [configMaps], down: ["v1", "shop.example.com/v1"] });
    const { unseen } = await lookAt(cluster, [{ student: "user1", declared: [] }], new Set());
    assert.deepEqual(unseen, { kinds: [configMaps], groups: ["shop.example.com"] });
  });
});
