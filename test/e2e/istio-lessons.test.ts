import assert from "node:assert/strict";
import { createSign, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  circuitBreaker,
  meshLessons,
  permissive,
  rateLimit,
  tokens,
  type Lesson,
  type MeshObject,
} from "../../apps/istio-tutorial/lessons";
import type { MeshFacts } from "../../sandbox/mesh";
import type { PodCounts } from "../../sandbox/mesh/control";
import { KubeApi } from "../../sandbox/providers/aws/kube-api";
import { becomes, LessonDesk, see } from "./istio-lesson";
import { TestSandbox } from "./sandbox";
import { ask, hereOf } from "./traffic";
import { smallShop } from "./small-shop";

const namespace = "tutorial";

/** Two versions of the recommendation beside each other. */
const tutorial =
  "tutorial={services: {recommendation: {rollout: {strategy: canary, stable: {version: v1}, canary: {version: v2}, steps: [{weight: 10}], at: 0}}}}";

const to = (version: string, weight: number) => ({
  destination: { host: "recommendation", subset: `version-${version}` },
  weight,
});
const anywhere = { destination: { host: "recommendation" } };

/** For each lesson, which of its objects is changed by hand, and into what; its proof must fail then. */
const mutations: Readonly<Record<string, readonly [MeshObject["kind"], object]>> = {
  "all-to-v2": [
    "DestinationRule",
    { subsets: ["v1", "v2"].map((it) => ({ name: `version-${it}`, labels: { version: "v1" } })) },
  ],
  "all-to-v1": ["VirtualService", { http: [{ route: [to("v1", 90), to("v2", 10)] }] }],
  "canary-90-10": ["VirtualService", { http: [{ route: [to("v1", 60), to("v2", 40)] }] }],
  "canary-75-25": ["VirtualService", { http: [{ route: [to("v1", 100), to("v1", 0)] }] }],
  firefox: [
    "VirtualService",
    {
      http: [
        {
          match: [{ headers: { "user-agent": { regex: ".*Opera.*" } } }],
          route: [to("v2", 100)],
        },
        { route: [to("v1", 100)] },
      ],
    },
  ],
  "round-robin": ["VirtualService", { http: [{ route: [to("v1", 90), to("v2", 10)] }] }],
  "preference-503": [
    "VirtualService",
    { http: [{ route: [{ destination: { host: "preference" } }] }] },
  ],
  "scale-v2": ["VirtualService", { http: [{ route: [to("v1", 50), to("v2", 50)] }] }],
  "egress-blocked": ["Sidecar", { outboundTrafficPolicy: { mode: "ALLOW_ANY" } }],
  "egress-opened": ["ServiceEntry", { hosts: ["other.example.com"] }],
  "egress-any": ["Sidecar", { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } }],
  retry: ["VirtualService", { http: [{ route: [anywhere], retries: { attempts: 0 } }] }],
  timeout: ["VirtualService", { http: [{ route: [to("v2", 100)], timeout: "10s" }] }],
  "fault-abort": [
    "VirtualService",
    {
      http: [
        {
          fault: { abort: { percentage: { value: 10 }, httpStatus: 503 } },
          route: [to("v1", 100)],
        },
      ],
    },
  ],
  "fault-delay": ["VirtualService", { http: [{ route: [to("v1", 100)] }] }],
  "pool-ejection": ["DestinationRule", { trafficPolicy: null }],
  "deny-list": ["AuthorizationPolicy", { selector: { matchLabels: { app: "customer" } } }],
  "allow-list": [
    "AuthorizationPolicy",
    { rules: [{ from: [{ source: { notPrincipals: ["cluster.local/ns/x/sa/customer"] } }] }] },
  ],
  "deny-by-method": [
    "AuthorizationPolicy",
    { rules: [{ to: [{ operation: { methods: ["POST"] } }] }] },
  ],
};

const ownProof = ["mirror", circuitBreaker.name, rateLimit.name, permissive.name];

describe("the course's lessons on Istio, by real Envoys", () => {
  const sandbox = new TestSandbox();
  let mesh: MeshFacts;
  let api: KubeApi;
  let desk: LessonDesk;

  before(async () => {
    const text = await sandbox.up(
      ...["--mesh", "--json", "--config", `twelve-street:${tutorial}`],
      ...smallShop({ mesh: true }),
    );
    const up = JSON.parse(text) as { mesh: { facts: MeshFacts }; kubeconfig: string };
    mesh = up.mesh.facts;
    api = new KubeApi(up.kubeconfig);
    desk = new LessonDesk(api);
  });
  after(() => sandbox.dispose());
  afterEach(() => desk.end());

  const lessons = meshLessons(namespace);
  const named = (name: string): Lesson => {
    const lesson = lessons.find((it) => it.name === name);
    assert.ok(lesson, name);
    return lesson;
  };
  const part = (lesson: Lesson, kind: MeshObject["kind"]): MeshObject => {
    const found = lesson.objects.find((it) => it.kind === kind);
    assert.ok(found, kind);
    return found;
  };
  const change = (lesson: Lesson, [kind, spec]: readonly [MeshObject["kind"], object]) =>
    desk.change(part(lesson, kind), spec);
  const client = (times: number) =>
    ask(`${mesh.gateway}/`, times, { host: "customer.example.com" });

  for (const lesson of lessons.filter(({ name }) => !ownProof.includes(name)))
    it(`${lesson.name}: ${lesson.teaches}`, async () => {
      await desk.begin(lesson);
      const proof = async () => {
        for (const sight of lesson.sees) await see(mesh.gateway, sight);
      };
      await becomes("so", proof);
      const mutation = mutations[lesson.name];
      assert.ok(mutation, "every proof is seen to fail");
      await change(lesson, mutation);
      await becomes("not so", proof);
    });

  it(`mirror: ${named("mirror").teaches}`, async () => {
    const lesson = named("mirror");
    await desk.begin(lesson);
    const proof = async () => {
      await fetch(mesh.standIns.counts, { method: "DELETE" });
      for (const sight of lesson.sees) await see(mesh.gateway, sight);
      const all = (await (await fetch(mesh.standIns.counts)).json()) as PodCounts[];
      const v2 = all.filter((it) => it.service === "recommendation" && it.version === "v2");
      assert.deepEqual(
        v2.map(({ requests, mirrored }) => ({ requests, mirrored })),
        [{ requests: 0, mirrored: 300 }],
      );
    };
    await becomes("so", proof);
    const http = [
      {
        route: [to("v1", 100)],
        mirror: { host: "recommendation", subset: "version-v2" },
        mirrorPercentage: { value: 30 },
      },
    ];
    await change(lesson, ["VirtualService", { http }]);
    await becomes("not so", proof);
  });

  it(`circuit-breaker: ${circuitBreaker.teaches}`, async () => {
    await desk.begin(circuitBreaker);
    const proof = async () => {
      const answers = await client(48);
      const away = answers.filter(({ status }) => status === 503);
      assert.ok(answers.some(({ status }) => status === 200));
      assert.ok(away.length >= 10, `${away.length} of 48 turned away`);
      assert.ok(away.some(({ milliseconds }) => milliseconds < 250));
    };
    await becomes("so", proof);
    await change(circuitBreaker, ["DestinationRule", { trafficPolicy: null }]);
    await becomes("not so", proof);
  });

  /** What the limit of v1's sidecar has let through since it is there. */
  const passed = async () => {
    const facts = JSON.parse(
      readFileSync(join(sandbox.home, "dev", "mesh.json"), "utf8"),
    ) as MeshFacts;
    const all = facts.envoys.filter(({ name }) =>
      name.startsWith("inbound.tutorial.recommendation"),
    );
    const stats = await Promise.all(
      all.map(async ({ admin }) =>
        (await fetch(`${admin}/stats?filter=http_local_rate_limit.ok`)).text(),
      ),
    );
    return stats.reduce((sum, text) => sum + Number(/\.ok: (\d+)/.exec(text)?.[1] ?? 0), 0);
  };

  it(`rate-limit: ${rateLimit.teaches}`, async () => {
    await desk.begin(rateLimit);
    const limited = async () => {
      const answers = await client(40);
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [429]);
    };
    await becomes("so", limited);
    assert.equal(await passed(), rateLimit.tokens);
    await change(rateLimit, ["EnvoyFilter", { configPatches: [] }]);
    await becomes("not so", limited);
  });

  it(`mtls: ${permissive.teaches}`, async () => {
    const found = await api.call<{ items: { status: { podIP: string } }[] }>(
      "GET",
      `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Drecommendation`,
    );
    const here = await hereOf(sandbox);
    const ip = here(found?.items[0]?.status.podIP ?? "");
    const says = (status: number) => async () => {
      for (const answer of await ask(`http://${ip}:8080/`, 3)) assert.equal(answer.status, status);
    };
    await becomes("so", says(0));
    await desk.begin(permissive);
    await becomes("so", says(403));
    await change(permissive, ["PeerAuthentication", { mtls: { mode: "STRICT" } }]);
    await becomes("so", says(0));
  });

  it("jwt: a request is let in by a token that its issuer has signed, and by what the token says", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const issuer = "testing@twelve-street.example";
    const kid = "one";
    const jwks = JSON.stringify({
      keys: [{ ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" }],
    });
    const token = (claims: object) => {
      const part = (of: object) => Buffer.from(JSON.stringify(of)).toString("base64url");
      const signed = `${part({ alg: "RS256", kid })}.${part({ iss: issuer, sub: "student", exp: 4_102_444_800, ...claims })}`;
      const signature = createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url");
      return { authorization: `Bearer ${signed}.${signature}` };
    };
    const lesson = tokens({ issuer, jwks });
    const proof = async () => {
      for (const sight of lesson.sees) await see(mesh.gateway, sight);
      await see(mesh.gateway, { headers: token({ group: "admin" }) });
      await see(mesh.gateway, { headers: token({ group: "guest" }), statuses: { 403: 1 } });
      await see(mesh.gateway, {
        headers: token({ group: "admin", iss: "nobody@example.com" }),
        statuses: { 401: 1 },
      });
    };
    await desk.begin(lesson);
    await becomes("so", proof);
    await change(lesson, [
      "RequestAuthentication",
      { jwtRules: [{ issuer: "nobody@example.com", jwks }] },
    ]);
    await becomes("not so", proof);
  });
});
