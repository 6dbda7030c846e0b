import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";

import { boundsOf, within } from "../../course/traffic/binomial";
import type { Lesson, MeshObject, Mood, Sight, Version } from "../../apps/istio-tutorial/lessons";
import type { KubeApi } from "../../sandbox/providers/aws/kube-api";
import { ask } from "./traffic";

const namespace = "tutorial";

const plurals: Readonly<Record<MeshObject["kind"], string>> = {
  AuthorizationPolicy: "authorizationpolicies",
  DestinationRule: "destinationrules",
  EnvoyFilter: "envoyfilters",
  PeerAuthentication: "peerauthentications",
  RequestAuthentication: "requestauthentications",
  ServiceEntry: "serviceentries",
  Sidecar: "sidecars",
  VirtualService: "virtualservices",
};

export const pathOf = ({ apiVersion, kind, metadata }: MeshObject): string =>
  `/apis/${apiVersion}/namespaces/${namespace}/${plurals[kind]}/${metadata.name}`;

interface Live {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

const pods = `/api/v1/namespaces/${namespace}/pods`;
const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
const prefix = "sandbox.twelve-street/";

/** Sets a lesson up as a student would, and puts everything back. */
export class LessonDesk {
  private readonly undo: (() => Promise<unknown>)[] = [];

  constructor(private readonly api: KubeApi) {}

  async begin(lesson: Lesson): Promise<void> {
    for (const object of lesson.objects) await this.apply(object);
    for (const mood of lesson.moods ?? []) await this.setMood(mood);
    const { calls } = lesson;
    if (calls)
      await this.annotate(`app=${calls.service}`, { calls: `${calls.host}:${calls.port}` });
    for (const [version, replicas] of Object.entries(lesson.replicas ?? {}))
      await this.scale(version as Version, replicas);
  }

  async end(): Promise<void> {
    for (const step of this.undo.splice(0).reverse()) await step();
  }

  /** Changes an object of the lesson by hand. */
  change(object: MeshObject, spec: object): Promise<unknown> {
    return this.api.call("PATCH", pathOf(object), { spec });
  }

  async scale(version: Version, replicas: number): Promise<void> {
    const path = `${deployments}/recommendation${version === "v1" ? "" : "-canary"}`;
    await this.api.call("PATCH", path, { spec: { replicas } });
    this.undo.push(() => this.api.call("PATCH", path, { spec: { replicas: 1 } }));
  }

  private async apply(object: MeshObject): Promise<void> {
    const path = pathOf(object);
    const folder = path.slice(0, path.lastIndexOf("/"));
    const before = await this.api.call<Live>("GET", path);
    if (before === undefined) {
      await this.api.call("POST", folder, object);
      this.undo.push(() => this.api.call("DELETE", path));
      return;
    }
    await this.api.call("PATCH", path, { spec: object.spec });
    this.undo.push(async () => {
      await this.api.call("DELETE", path);
      const { name, labels } = before.metadata;
      await this.api.call("POST", folder, { ...before, metadata: { name, labels } });
    });
  }

  private setMood({ of, failures, latencyMs }: Mood): Promise<void> {
    return this.annotate(`app=recommendation,version=${of}`, {
      ...(failures && { failures: `${failures.percent}% ${failures.status}` }),
      ...(latencyMs !== undefined && { latency: `${latencyMs}ms` }),
    });
  }

  private async annotate(selector: string, values: Readonly<Record<string, string>>) {
    const keys = Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value] as const);
    const write = async (annotations: object) => {
      const path = `${pods}?labelSelector=${encodeURIComponent(selector)}`;
      const found = await this.api.call<{ items: Live[] }>("GET", path);
      for (const { metadata } of found?.items ?? [])
        await this.api.call("PATCH", `${pods}/${metadata.name}`, { metadata: { annotations } });
    };
    await write(Object.fromEntries(keys));
    this.undo.push(() => write(Object.fromEntries(keys.map(([key]) => [key, null]))));
  }
}

/** Asks as a client of the customer, and throws where it sees something else. */
export async function see(gateway: string, sight: Sight): Promise<void> {
  const times = sight.slow ? 96 : 300;
  const headers = { host: "customer.example.com", ...sight.headers };
  const answers = await ask(`${gateway}/`, times, headers);
  const near = (what: string, count: number, share: number) => {
    assert.ok(
      within(count, boundsOf(times, 100 * share)),
      `${what}: ${count} of ${times}, not ${(100 * share).toFixed(0)} %`,
    );
  };
  for (const [status, share] of Object.entries(sight.statuses ?? { 200: 1 }))
    near(`status ${status}`, answers.filter((it) => it.status === Number(status)).length, share);
  for (const [version, share] of Object.entries(sight.versions ?? {}))
    near(version, answers.filter((it) => it.version === version).length, share);
  const { slow } = sight;
  if (slow)
    near(
      `${slow.milliseconds} ms and more`,
      answers.filter(({ milliseconds }) => milliseconds >= slow.milliseconds).length,
      slow.share,
    );
}

/** News travel. What is so has to be so twice, at the latest after 30 s. */
export async function becomes(is: "so" | "not so", proof: () => Promise<void>): Promise<void> {
  let last: unknown = "it is so";
  let times = 0;
  for (const limit = Date.now() + 30_000; times < 2;) {
    const error = await proof().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    last = error ?? last;
    times = (error === undefined) === (is === "so") ? times + 1 : 0;
    if (times > 0) continue;
    assert.ok(Date.now() < limit, `it does not become ${is}: ${String(last)}`);
    await wait(300);
  }
}
