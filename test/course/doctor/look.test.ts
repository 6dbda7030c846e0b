import assert from "node:assert/strict";

import { inSentences } from "../../../course/classroom/sentences";
import { examine } from "../../../course/doctor/examine";
import { lookAt } from "../../../course/doctor/look";
import { isHealthy, reportText } from "../../../course/doctor/text";
import type { Api } from "../../../sandbox/providers/kubernetes/api";
import { ApiError, UnreachableError } from "../../../sandbox/providers/kubernetes/errors";
import { deployment, pod, service, slice } from "./worlds";

const known = { student: "user01", entry: undefined, doors: [] };
const roles = [{ metadata: { name: "student" } }];

/** What an API server without a mesh has, by the end of the path. */
const served: Record<string, readonly unknown[]> = {
  pods: [pod({})],
  services: [service(), { metadata: { name: "cart", namespace: "default" } }],
  endpointslices: [slice(["10.64.1.7"])],
  deployments: [deployment()],
  replicasets: [
    { metadata: { name: "web-5d", ownerReferences: [{ kind: "Deployment", name: "web" }] } },
  ],
  roles,
  rolebindings: roles,
};

const refusal = (code: number, message: string) => new ApiError(code, { message });

/** It fails where it is said to. */
function apiThat(failing: (path: string) => Error | undefined) {
  const asked: string[] = [];
  const request = (_method: string, path: string) => {
    asked.push(path);
    const error =
      failing(path) ?? (path.includes("istio.io") ? refusal(404, "not found") : undefined);
    if (error) return Promise.reject(error);
    if (path.endsWith("/namespaces/user01")) return Promise.resolve({ status: {} });
    if (path.includes("/namespaces/kube-system/")) return Promise.resolve({ items: [] });
    return Promise.resolve({ items: served[path.split("/").at(-1) ?? ""] ?? [] });
  };
  return { api: { request } as unknown as Api, asked };
}

const lists = [
  ...["pods", "services", "endpointslices", "deployments", "replicasets", "statefulsets"],
  ...["daemonsets", "replicationcontrollers", "jobs", "cronjobs", "events", "resourcequotas"],
  ...["networkpolicies", "ingresses", "roles", "rolebindings", "virtualservices"],
  ...["destinationrules", "authorizationpolicies", "peerauthentications"],
];

describe("the doctor's look", () => {
  it("reads the student's namespace, and the mesh's policies", async () => {
    const { api, asked } = apiThat(() => undefined);
    const world = await lookAt(api, known);
    assert.deepEqual(world.unseen, {});
    assert.deepEqual(world.elsewhere, { default: ["cart"] });
    const report = examine(world, "classroom");
    assert.ok(isHealthy(report), reportText(report));
    for (const list of lists)
      assert.ok(
        asked.some((path) => path.endsWith(`/${list}`)),
        list,
      );
    assert.ok(asked.some((it) => it.includes("/namespaces/istio-system/peerauthentications")));
  });

  for (const list of lists)
    for (const code of [500, 503])
      it(`goes on where ${list} answer ${code}, and blames nothing on it`, async () => {
        const { api } = apiThat((path) =>
          path.endsWith(`/${list}`) && !path.includes("kube-system")
            ? refusal(code, "etcd has gone")
            : undefined,
        );
        const report = examine(await lookAt(api, known), "classroom");
        assert.equal(report.problems.length, 1);
        assert.match(report.problems[0] ?? "", /^could not look at .*: etcd has gone\. \S.+\.$/);
        assert.ok(!isHealthy(report));
        assert.doesNotMatch(reportText(report), /✗|has no Services/);
      });

  it("finds what is wrong elsewhere, and says that it has not seen all", async () => {
    const { api } = apiThat((path) =>
      path.endsWith("/networkpolicies") ? refusal(503, "no answer") : undefined,
    );
    const world = await lookAt(api, known);
    const text = (of: typeof world) => reportText(examine(of, "classroom"));
    assert.match(
      text(world),
      /· could not look at networkpolicies: no answer\. Its server is down/,
    );
    assert.match(text(world), /nothing found .*, in what could be looked at/);
    const wrong = { ...world, services: [service({ selector: { app: "wbe" } })] };
    assert.match(text(wrong), /✗ Service\/web selects app=wbe/);
  });

  it("tells of a namespace that is gone, and of one that cannot be read, which may be there", async () => {
    const answer = async (code: number) => {
      const { api } = apiThat((path) =>
        path.endsWith("/namespaces/user01") ? refusal(code, "x") : undefined,
      );
      return reportText(examine(await lookAt(api, known), "classroom"));
    };
    assert.match(await answer(404), /Namespace\/user01 is not there/);
    assert.doesNotMatch(await answer(500), /is not there/);
  });

  it("ends with what to do where credentials have run out, nobody answers, or nothing may be seen", async () => {
    const all = (error: Error) => inSentences(() => lookAt(apiThat(() => error).api, known));
    await assert.rejects(all(refusal(401, "Unauthorized")), /run out: log in again/);
    const lost = new UnreachableError("https://x", new Error("ECONNREFUSED"));
    await assert.rejects(all(lost), /does not answer: .*See that the cluster is up/);
    await assert.rejects(all(refusal(403, "forbidden")), /run this as an administrator/);
    const expired = apiThat((path) =>
      path.endsWith("/jobs") ? refusal(401, "Unauthorized") : undefined,
    );
    await assert.rejects(
      inSentences(() => lookAt(expired.api, known)),
      /log in again/,
    );
  });
});
