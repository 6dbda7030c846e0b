import { join } from "node:path";

import { writeIfNew } from "../files";
import { listenAddress } from "./addresses";
import { envoy, envoyProgramName, type Unplaced } from "./envoy";
import type { Identities, Identity } from "./certificates/identities";
import type { MeshFacts } from "./facts";
import { istiod, type IstiodPorts } from "./istiod";
import type { MeshLayout } from "./layout";
import { callerObject } from "./objects";
import { isOutside, outsideAddress } from "./outside";
import type { PeerAuthentications } from "./peer-authentication";
import { accountOf, appOf, type Pod } from "./pods";
import type { Porters } from "./porters";
import type { PortBook } from "./ports";
import type { MeshSettings } from "./settings";
import { behaviourKeys } from "./stand-ins/behaviour";
import { Caller } from "./stand-ins/calls";
import type { Surroundings } from "./stand-ins/stand-in";
import type { Supervisor } from "./supervisor";
import type { Troupe } from "./troupe";

const gatewayName = "istio-ingressgateway";

/** As the chart `gateway` makes it for the stack; in a stack that has none, the sandbox's own. */
export const gatewayOf = ({ stackGateway }: MeshSettings) =>
  ({
    kind: "gateway",
    name: gatewayName,
    namespace: stackGateway?.split("/")[0] ?? "istio-system",
    serviceAccount: gatewayName,
    labels: { istio: "ingressgateway", app: gatewayName },
  }) as const satisfies Unplaced;

/** What runs beside the stand-ins: istiod, the ingress gateway, and an Envoy for each service that calls others. */
export class Cast {
  readonly gateway: Unplaced;
  private isOpen = false;
  /** Whether the gateway runs and has all its news. */
  serves = false;
  private readonly callers = new Map<string, Caller>();
  /** Of services that call others, by NAMESPACE/SERVICE, each with the port that its pods called first. */
  private readonly sidecars = new Map<string, { node: Unplaced; port: number }>();
  /** Of these, those that have ended, until they have all their news again. */
  readonly silent = new Set<string>();

  constructor(
    private readonly layout: MeshLayout,
    private readonly settings: MeshSettings,
    private readonly ports: PortBook,
    private readonly supervisor: Supervisor,
    private readonly identities: Identities,
    private readonly mtls: PeerAuthentications,
    private readonly porters: Porters,
  ) {
    this.gateway = gatewayOf(settings);
  }

  async keepIstiod(): Promise<void> {
    await this.supervisor.keep("istiod", async (reserve) => {
      const ports: IstiodPorts = {
        http: await reserve("istiod.http"),
        https: await reserve("istiod.https"),
        grpc: await reserve("istiod.grpc"),
        secure: await reserve("istiod.secure"),
        monitoring: await reserve("istiod.monitoring"),
      };
      return istiod(this.layout, this.settings, ports);
    });
  }

  istiodPort(name: keyof IstiodPorts): number {
    return this.ports.get(`istiod.${name}`) ?? 0;
  }

  istiodIsReady(): Promise<boolean> {
    return answers(`http://127.0.0.1:${this.istiodPort("http").toString()}/ready`);
  }

  /** One round: what should run and does not is started. */
  async keep(services: Troupe["services"]): Promise<void> {
    await this.keepIstiod();
    const runs = await this.keepEnvoy(this.gateway);
    this.serves = runs && (this.serves || (await this.isReady(this.gateway)));
    this.isOpen ||= this.serves;
    for (const { namespace, app, account, pod } of services) {
      const [port] = this.portsOf(pod);
      const key = `${namespace}/${app}`;
      if (port === undefined || this.sidecars.has(key)) continue;
      const name = `${namespace}.${app}.${port}`;
      const node = { name, namespace, serviceAccount: account, labels: { app } };
      this.sidecars.set(key, { node: { ...node, kind: "sidecar" }, port });
    }
    for (const [key, { node, port }] of this.sidecars)
      if (!(await this.keepEnvoy(node, port))) this.silent.add(key);
    for (const key of this.silent) if (await this.hasNews(key)) this.silent.delete(key);
    await this.porters.keep(
      services.map(({ pod }) => pod),
      this.discoveryPort,
    );
  }

  /** Ports that pods call of hosts outside. */
  outsidePorts(services: Troupe["services"]): Set<number> {
    const calls = services.flatMap(({ pod }) => this.callsOf(pod).map((it) => it.split(":")));
    return new Set(calls.filter(([host = ""]) => isOutside(host)).map(([, port]) => Number(port)));
  }

  /** The address that stands for all hosts outside. */
  get outside(): string {
    const { addresses, podRange } = this.settings;
    return listenAddress(addresses, outsideAddress(podRange));
  }

  /** What a pod's stand-in has around it. */
  surroundingsOf(pod: Pod): Surroundings {
    const { namespace } = pod.metadata;
    const app = appOf(pod);
    let caller = this.callers.get(`${namespace}/${app}`);
    if (caller === undefined) {
      const key = `${namespace}/${app}`;
      const way = () => this.ports.get(`${this.sidecars.get(key)?.node.name ?? ""}.redirected`);
      caller = new Caller(way, this.outside);
      this.callers.set(key, caller);
    }
    return {
      caller,
      calls: this.callsOf(pod),
      mtls: (it, port) => this.mtls.modeOf(it, port),
      certificate: this.identities.of(namespace, accountOf(pod)),
      addressOf: (podIP) => listenAddress(this.settings.addresses, podIP),
      guard: (it) => this.porters.guardOf(it),
    };
  }

  /** Whose certificate an Envoy gets, by its name and namespace. */
  identityOf(node: string): Promise<Identity> | undefined {
    const [, , name] = node.split("~");
    const sidecars = [...this.sidecars.values()].map((it) => it.node);
    const found = [this.gateway, ...sidecars, ...this.porters.nodes].find(
      (it) => `${it.name}.${it.namespace}` === name,
    );
    return found && this.identities.of(found.namespace, found.serviceAccount);
  }

  /** Undefined until the gateway has all that it waits for. */
  gatewayPort(): number | undefined {
    return this.isOpen ? this.ports.get("gateway") : undefined;
  }

  facts(controlPort: number): MeshFacts {
    const { versions, podRange, services } = this.settings;
    const calls = (envoy: string) =>
      services.find(({ namespace, name }) => envoy.startsWith(`${namespace}.${name}.`))?.calls ??
      [];
    const url = (name: string) => `http://127.0.0.1:${(this.ports.get(name) ?? 0).toString()}`;
    return {
      gateway: url("gateway"),
      envoys: [
        { name: gatewayName, admin: url(`${gatewayName}.admin`) },
        ...[...this.sidecars.values()].map(({ node: { name }, port }) => ({
          name,
          admin: url(`${name}.admin`),
          calls: { url: url(`${name}.calls`), port, to: calls(name) },
        })),
        ...this.porters.nodes.map(({ name }) => ({ name, admin: url(`${name}.admin`) })),
      ],
      istiodVersion: versions.istiod,
      envoyVersion: versions.envoy,
      standIns: { counts: `http://127.0.0.1:${controlPort.toString()}/counts` },
      podRange,
    };
  }

  /** As `SERVICE:PORT`: what its app's table says, or the pod's annotation. */
  private callsOf({ metadata }: Pod): readonly string[] {
    const named = metadata.annotations?.[behaviourKeys.calls];
    if (named !== undefined) return named.split(",").map((it) => it.trim());
    const service = this.settings.services.find(
      ({ name, namespace }) => name === metadata.labels?.app && namespace === metadata.namespace,
    );
    return (service?.calls ?? []).map((name) => `${name}:${(service?.port ?? 80).toString()}`);
  }

  private portsOf(pod: Pod): Set<number> {
    return new Set(this.callsOf(pod).map((it) => Number(it.split(":")[1])));
  }

  private hasNews(key: string): Promise<boolean> {
    const sidecar = this.sidecars.get(key);
    return sidecar ? this.isReady(sidecar.node) : Promise.resolve(true);
  }

  private isReady({ name }: Unplaced): Promise<boolean> {
    return answers(`http://127.0.0.1:${this.ports.get(`${name}.admin`) ?? 0}/ready`);
  }

  /** Where Envoys get everything. */
  private get discoveryPort(): number {
    const relayed = this.settings.addresses === "loopback";
    return relayed ? (this.ports.get("relay") ?? 0) : this.istiodPort("grpc");
  }

  private async keepEnvoy(node: Unplaced, called?: number): Promise<boolean> {
    const { name } = node;
    return this.supervisor.keep(envoyProgramName(name), async (reserve) => {
      const placed = { ...node, adminPort: await reserve(`${name}.admin`) };
      const xds = this.discoveryPort;
      if (called === undefined) return envoy(this.layout, this.settings, placed, xds);
      const proxied = await reserve(`${name}.calls`);
      const redirected = await reserve(`${name}.redirected`);
      const object = callerObject(name, {
        redirected,
        proxied,
        called,
        names: this.ports.get("names") ?? 0,
      });
      writeIfNew(join(this.layout.objects, `${name}.yaml`), object);
      return envoy(this.layout, this.settings, { ...placed, callsPort: proxied }, xds);
    });
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
