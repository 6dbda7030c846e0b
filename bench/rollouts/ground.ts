import { readFileSync } from "node:fs";
import { join } from "node:path";

import { entries } from "../../course/traffic/entry";
import type { EnvoyFacts, MeshFacts } from "../../sandbox/mesh";
import { configFlags, TestSandbox } from "../../test/e2e/sandbox";

/** How requests come to a service. */
export interface Way {
  readonly service: string;
  readonly namespace: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Its callers' Envoy, which deals its requests, and takes calls of whatever host. */
  readonly caller: Required<EnvoyFacts>;
}

/** Through the ingress gateway and the shop's gateway where they lead to the service; else from its callers' Envoy. */
export function wayTo(facts: MeshFacts, service: string, namespace: string): Way {
  const carries = (it: EnvoyFacts): it is Required<EnvoyFacts> =>
    it.calls !== undefined && it.name.startsWith(`${namespace}.`);
  const callers = facts.envoys.filter(carries);
  const entry = entries[service];
  const isBehind = entry?.through === "gateway" && service !== entry.through;
  const gateway = callers.find(({ name }) => name.startsWith(`${namespace}.gateway.`));
  const common = { service, namespace };
  if (isBehind && gateway)
    return { ...common, url: `${facts.gateway}${entry.path}`, headers: {}, caller: gateway };
  const others = callers.filter(({ name }) => !name.startsWith(`${namespace}.${service}.`));
  const [caller] = [...others.filter(({ calls }) => calls.to.includes(service)), ...others];
  if (!caller)
    throw new Error(`Nobody in ${namespace} calls others, so that no Envoy leads to ${service}.`);
  const headers = { host: `${service}:${caller.calls.port}` };
  return { ...common, url: `${caller.calls.url}/`, headers, caller };
}

/** Nothing but what the proof needs of `dev`: the mesh, its gateway, and the shop behind it, two pods of the service. */
const config = (service: string, app: string): string[] => [
  "mesh.kiali=null",
  "mesh.jaeger=null",
  "observability=null",
  "backingServices=null",
  "storage=null",
  "ingress.nginx=null",
  "ingress.routes=null",
  "shop.services.ui.enabled=false",
  `${app}.services.${service}.replicas=2`,
];

/** A sandbox of its own with a mesh, and a service in it. */
export class Ground {
  private constructor(
    readonly sandbox: TestSandbox,
    readonly facts: MeshFacts,
    readonly way: Way,
    private readonly app: string,
  ) {}

  static async open(
    service: string,
    options: { app?: string; version: string; config?: readonly string[] },
  ): Promise<Ground> {
    const { app = "shop", version, config: more = [] } = options;
    const sandbox = new TestSandbox("dev", true);
    try {
      const first = `${app}.services.${service}.release.version=${version}`;
      const changes = [...config(service, app), first, ...more];
      await sandbox.up("--mesh", "--json", ...configFlags(changes));
      const facts = JSON.parse(
        readFileSync(join(sandbox.home, sandbox.stack, "mesh.json"), "utf8"),
      ) as MeshFacts;
      const namespace = app === "shop" ? "twelve-street" : app;
      return new Ground(sandbox, facts, wayTo(facts, service, namespace), app);
    } catch (error) {
      await sandbox.dispose();
      throw error;
    }
  }

  /** Sets a key of the service's config, while it stands still. */
  async set(key: string, value: string): Promise<void> {
    const path = `twelve-street:${this.app}.services.${this.way.service}.${key}`;
    await this.sandbox.ok("config", "set", path, value, "--stack", this.sandbox.stack);
  }

  close(): Promise<void> {
    return this.sandbox.dispose();
  }
}
