import { rmSync } from "node:fs";
import { join } from "node:path";

import { writeIfNew } from "../files";
import { envoy, envoyProgramName, type Unplaced } from "./envoy";
import type { Guards } from "./guards";
import type { MeshLayout } from "./layout";
import { inboundObject } from "./objects";
import { accountOf, workloadOf, type Pod } from "./pods";
import type { PortBook } from "./ports";
import type { MeshSettings } from "./settings";
import type { PodGuard } from "./stand-ins/stand-in";
import { readKept, type Supervisor } from "./supervisor";

const prefix = "inbound.";

/** The labels that a workload's pods have in common. */
const ownToAPod = ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"];

const nameOf = (pod: Pod): string => `${prefix}${pod.metadata.namespace}.${workloadOf(pod)}`;

function nodeOf(pod: Pod): Unplaced {
  const { namespace, labels = {} } = pod.metadata;
  const shared = Object.entries(labels).filter(([key]) => !ownToAPod.includes(key));
  return {
    kind: "inbound",
    name: nameOf(pod),
    namespace,
    serviceAccount: accountOf(pod),
    labels: Object.fromEntries(shared),
    podPorts: pod.spec.containers.flatMap(({ ports = [] }) => ports),
  };
}

/**
 * An Envoy for each workload whose policies or filters ask for one. It lets requests in to all pods of the workload, as the
 * sidecar of each would, and is gone when nothing asks for it any more.
 */
export class Porters {
  private readonly posted = new Map<string, Unplaced>();
  private known: Set<string> | undefined;

  constructor(
    private readonly layout: MeshLayout,
    private readonly settings: MeshSettings,
    private readonly ports: PortBook,
    private readonly supervisor: Supervisor,
    private readonly guards: Guards,
  ) {}

  get nodes(): readonly Unplaced[] {
    return [...this.posted.values()];
  }

  guardOf(pod: Pod): PodGuard {
    const guard = this.guards.of(pod);
    if (guard.by === "stand-in") return guard;
    return { by: "envoy", port: () => this.ports.get(`${nameOf(pod)}.redirected`) };
  }

  async keep(pods: readonly Pod[], xdsPort: number): Promise<void> {
    const wanted = new Map(
      pods.filter((pod) => this.guards.of(pod).by === "envoy").map((pod) => [nameOf(pod), pod]),
    );
    for (const [name, pod] of wanted)
      if (!this.posted.has(name)) this.posted.set(name, nodeOf(pod));
    for (const node of this.posted.values()) await this.start(node, xdsPort);
    // Those of an earlier keeper too.
    this.known ??= new Set(
      readKept(this.layout)
        .map((program) => program.name)
        .filter((name) => name.startsWith(envoyProgramName(prefix)))
        .map((name) => name.slice(envoyProgramName("").length)),
    );
    for (const name of wanted.keys()) this.known.add(name);
    for (const name of this.known) if (!wanted.has(name)) await this.dismiss(name);
  }

  private async start(node: Unplaced, xdsPort: number): Promise<void> {
    const { name } = node;
    await this.supervisor.keep(envoyProgramName(name), async (reserve) => {
      const adminPort = await reserve(`${name}.admin`);
      const object = inboundObject(name, await reserve(`${name}.redirected`));
      writeIfNew(this.objectOf(name), object);
      return envoy(this.layout, this.settings, { ...node, adminPort }, xdsPort);
    });
  }

  private async dismiss(name: string): Promise<void> {
    this.posted.delete(name);
    this.known?.delete(name);
    await this.supervisor.drop(envoyProgramName(name));
    rmSync(this.objectOf(name), { force: true });
  }

  private objectOf(name: string): string {
    return join(this.layout.objects, `${name}.yaml`);
  }
}
