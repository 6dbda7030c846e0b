import { join } from "node:path";

import { writeIfNew } from "../files";
import { envoy, envoyProgramName, type EnvoyNode } from "./envoy";
import type { Identities, Identity } from "./certificates/identities";
import type { MeshFacts } from "./facts";
import { istiod, type IstiodPorts } from "./istiod";
import type { MeshLayout } from "./layout";
import { callerObject } from "./objects";
import type { PeerAuthentications } from "./peer-authentication";
import { appOf, type Pod } from "./pods";
import type { PortBook } from "./ports";
import type { MeshSettings } from "./settings";
import { behaviourKeys } from "./stand-ins/behaviour";
import { Caller } from "./stand-ins/calls";
import type { Surroundings } from "./stand-ins/stand-in";
import type { Supervisor } from "./supervisor";
import type { Troupe } from "./troupe";

const gatewayName = "istio-ingressgateway";

/** An Envoy that has no ports yet. */
type Unplaced = Omit<EnvoyNode, "adminPort" | "callsPort">;

/** As the chart `gateway` makes it for the stack. */
export const gateway = {
  kind: "gateway",
  name: gatewayName,
  namespace: "istio-ingress",
  serviceAccount: gatewayName,
  labels: { istio: "ingressgateway", app: gatewayName },
} as const satisfies Unplaced;

const sidecarName = (namespace: string, app: string, port: number): string =>
  `${namespace}.${app}.${port.toString()}`;

/** What runs beside the stand-ins: istiod, the ingress gateway, and an Envoy for each service that calls others. */
export class Cast {
  private readonly callers = new Map<string, Caller>();
  /** Of services that call others, each with the port that it calls. */
  private readonly sidecars = new Map<string, { node: Unplaced; port: number }>();

  constructor(
    private readonly layout: MeshLayout,
    private readonly settings: MeshSettings,
    private readonly ports: PortBook,
    private readonly supervisor: Supervisor,
    private readonly identities: Identities,
    private readonly mtls: PeerAuthentications,
  ) {}

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

  async istiodIsReady(): Promise<boolean> {
    const url = `http://127.0.0.1:${this.istiodPort("http").toString()}/ready`;
    try {
      return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
    } catch {
      return false;
    }
  }

  /** One round: what should run and does not is started. */
  async keep(services: Troupe["services"]): Promise<void> {
    await this.keepIstiod();
    await this.keepEnvoy(gateway);
    for (const { namespace, app, account, pod } of services)
      for (const port of this.portsOf(pod)) {
        const name = sidecarName(namespace, app, port);
        const labels = { app };
        const node = { kind: "sidecar", name, namespace, serviceAccount: account, labels } as const;
        this.sidecars.set(name, { node, port });
      }
    for (const { node, port } of this.sidecars.values()) await this.keepEnvoy(node, port);
  }

  /** What a pod's stand-in has around it. */
  surroundingsOf(pod: Pod): Surroundings {
    const { namespace } = pod.metadata;
    const app = appOf(pod);
    let caller = this.callers.get(`${namespace}/${app}`);
    if (caller === undefined) {
      caller = new Caller((port) => this.ports.get(`${sidecarName(namespace, app, port)}.calls`));
      this.callers.set(`${namespace}/${app}`, caller);
    }
    return {
      caller,
      calls: this.callsOf(pod),
      mtls: (it, port) => this.mtls.modeOf(it, port),
      certificate: this.identities.of(namespace, pod.spec.serviceAccountName ?? "default"),
    };
  }

  /** Whose certificate an Envoy gets, by its name and namespace. */
  identityOf(node: string): Promise<Identity> | undefined {
    const [, , name] = node.split("~");
    const found = [gateway, ...[...this.sidecars.values()].map((it) => it.node)].find(
      (it) => `${it.name}.${it.namespace}` === name,
    );
    return found && this.identities.of(found.namespace, found.serviceAccount);
  }

  gatewayPort(): number | undefined {
    return this.ports.get("gateway");
  }

  facts(controlPort: number): MeshFacts {
    const { versions, podRange } = this.settings;
    const url = (name: string) => `http://127.0.0.1:${(this.ports.get(name) ?? 0).toString()}`;
    return {
      gateway: url("gateway"),
      envoys: [
        { name: gatewayName, admin: url(`${gatewayName}.admin`) },
        ...[...this.sidecars].map(([name, { port }]) => ({
          name,
          admin: url(`${name}.admin`),
          calls: { url: url(`${name}.calls`), port },
        })),
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

  private async keepEnvoy(node: Unplaced, calledPort?: number): Promise<void> {
    const { name } = node;
    await this.supervisor.keep(envoyProgramName(name), async (reserve) => {
      const placed = { ...node, adminPort: await reserve(`${name}.admin`) };
      const xds = this.istiodPort("grpc");
      if (calledPort === undefined) return envoy(this.layout, this.settings, placed, xds);
      const callsPort = await reserve(`${name}.calls`);
      const object = callerObject(name, callsPort, calledPort);
      writeIfNew(join(this.layout.objects, `${name}.yaml`), object);
      return envoy(this.layout, this.settings, { ...placed, callsPort }, xds);
    });
  }
}
