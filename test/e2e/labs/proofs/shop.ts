import assert from "node:assert/strict";

import { service } from "../../../../apps/labs/shop/service";
import type { IstioHttpRoute } from "../../../../components/rollout";
import { isTrue } from "../../../../sandbox/conditions";
import type { Hands, Live, PodFacts } from "../hands";
import { endpointsOf } from "../ingress";
import { makesOf, type Desk, type Proof } from "../proof";

const selector = `app=${service}`;
const v2 = "products=example.org/products:v2";

/** What is proven of each strategy; its objects have gone in, but for those of recreate and ramped, whose change is a command. */
const proofs: Readonly<Record<string, (desk: Desk) => Promise<void>>> = {
  "shop-recreate": async ({ actor }) => {
    for (const { images } of await change(actor))
      assert.ok(images.size < 2, `never two versions at once: ${[...images].join(", ")}`);
  },
  "shop-ramped": async ({ actor }) => {
    const moments = await change(actor);
    assert.ok(
      moments.some(({ images }) => images.size === 2),
      "both versions for a while",
    );
    for (const { ready, all } of moments) assert.ok(ready >= 2 && all <= 3, `${ready} of ${all}`);
  },
  "shop-blue-green": async ({ actor }) => {
    const at = async (slot: string) => addressesOf(await actor.pods(`${selector},slot=${slot}`, 1));
    const [blue, green] = [await at("blue"), await at("green")];
    const serves = (name: string, slot: string, of: readonly string[]) =>
      actor.until(`${name} to lead to ${slot}`, async () => {
        const there = await endpointsOf(actor, name);
        return there.join() === of.join();
      });
    await serves(service, "blue", blue);
    await serves(`${service}-green`, "green", green);
    for (const [slot, of] of [
      ["green", green],
      ["blue", blue],
    ] as const) {
      const cut = JSON.stringify({ spec: { selector: { slot } } });
      await actor.kubectl("patch", "service", service, "--patch", cut);
      await serves(service, slot, of);
    }
  },
  "shop-canary": async ({ actor }) => {
    await actor.pods(selector, 2);
    assert.deepEqual(await shares(actor), { v1: 90, v2: 10 });
    for (const weight of [50, 100, 0]) {
      await reweigh(actor, weight);
      const expected = Object.entries({ v1: 100 - weight, v2: weight }).filter(([, it]) => it > 0);
      assert.deepEqual(await shares(actor), Object.fromEntries(expected));
    }
  },
  "shop-ab-test": async ({ actor }) => {
    await actor.pods(selector, 2);
    assert.deepEqual(await shares(actor), { v1: 100 });
    assert.deepEqual(await shares(actor, { "x-group": "a" }), { v1: 100 });
    assert.deepEqual(await shares(actor, { "x-group": "b" }), { v2: 100 });
    const firefox = { "user-agent": "Mozilla/5.0 (X11) Firefox/140.0" };
    assert.deepEqual(await shares(actor, firefox), { v2: 100 });
  },
  "shop-shadow": async ({ actor }) => {
    await actor.pods(selector, 2);
    for (const method of ["GET", "POST"])
      assert.deepEqual(await shares(actor, {}, method), { v1: 100 }, `${method} is v1's to answer`);
    const copied = async (method: string) => {
      const { mirror, mirrorPercentage } = await routeOf(actor, {}, method);
      return mirror && [await versionOf(actor, mirror.subset), mirrorPercentage?.value];
    };
    assert.deepEqual(await copied("GET"), ["v2", 100]);
    assert.equal(await copied("POST"), undefined, "a write would be done twice");
  },
};

export const proof: Proof = async (desk, lab) => {
  const prove = proofs[lab.name];
  assert.ok(prove);
  await desk.actor.apply(...makesOf(lab, desk.place));
  await prove(desk);
};

const addressesOf = (pods: readonly PodFacts[]) =>
  pods.map(({ status }) => status?.podIP ?? "").sort();

/** Brings the next version in, and tells what stood at each look. */
async function change(actor: Hands) {
  const [before] = await actor.pods(selector, 2);
  assert.ok(before);
  await actor.kubectl("set", "image", `deployment/${service}-stable`, v2);
  const moments: { images: Set<string>; ready: number; all: number }[] = [];
  await actor.until("v2 alone", async () => {
    const pods = await actor.list<PodFacts>("pods", selector);
    const there = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const images = new Set(there.map(({ spec }) => spec.containers[0]?.image ?? ""));
    const ready = there.filter(isReady).length;
    moments.push({ images, ready, all: there.length });
    return images.size === 1 && ready === 2 && images.has("example.org/products:v2");
  });
  return moments;
}

const isReady = ({ status }: Live & PodFacts) => isTrue(status?.conditions, "Ready");

interface Route {
  readonly spec: { readonly http: readonly IstioHttpRoute[] };
}

type Headers = Readonly<Record<string, string>>;

/** The first route whose conditions the request fulfils, by the VirtualService that lives. */
async function routeOf(actor: Hands, headers: Headers, method: string): Promise<IstioHttpRoute> {
  const { spec } = await actor.get<Route>("virtualservice", service);
  const route = spec.http.find(
    ({ match }) =>
      match?.some(
        (it) =>
          (it.method === undefined || fits(method, it.method)) &&
          Object.entries(it.headers ?? {}).every(([name, by]) => fits(headers[name] ?? "", by)),
      ) ?? true,
  );
  assert.ok(route);
  return route;
}

const fits = (text: string, by: object): boolean => {
  const { exact, prefix, regex } = by as { exact?: string; prefix?: string; regex?: string };
  if (exact !== undefined) return text === exact;
  if (prefix !== undefined) return text.startsWith(prefix);
  return new RegExp(`^(?:${regex ?? ""})$`).test(text);
};

/** Which version runs in a subset: by the DestinationRule and the pods that live. */
async function versionOf(actor: Hands, subset: string): Promise<string> {
  const { spec } = await actor.get<{
    spec: { subsets: { name: string; labels: Headers }[] };
  }>("destinationrule", service);
  const labels = spec.subsets.find(({ name }) => name === subset)?.labels;
  assert.ok(labels, subset);
  const asked = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const pods = await actor.list<PodFacts>("pods", asked.join());
  const versions = [...new Set(pods.map(({ metadata }) => metadata.labels?.version ?? ""))];
  assert.equal(versions.length, 1, subset);
  return versions[0] ?? "";
}

async function shares(actor: Hands, headers: Headers = {}, method = "GET") {
  const { route } = await routeOf(actor, headers, method);
  const all: Record<string, number> = {};
  for (const { destination, weight } of route.filter((it) => it.weight > 0))
    all[await versionOf(actor, destination.subset)] = weight;
  return all;
}

async function reweigh(actor: Hands, canary: number): Promise<void> {
  const { spec } = await actor.get<Route>("virtualservice", service);
  const http = spec.http.map((it) => ({
    ...it,
    route: it.route.map((to) => ({
      ...to,
      weight: to.destination.subset === "canary" ? canary : 100 - canary,
    })),
  }));
  const patch = ["patch", "virtualservice", service, "--type", "merge", "--patch"];
  await actor.kubectl(...patch, JSON.stringify({ spec: { http } }));
}
