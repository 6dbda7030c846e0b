import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import {
  tutorialPort,
  tutorialServices,
  type TutorialName,
} from "../../apps/istio-tutorial/services";
import { servicePort, services, type ServiceName } from "../../apps/twelve-street/services";
import type { StackConfig } from "../../stacks/config";
import { stackServices, type StackService } from "../../stacks/stack-services";
import { layoutOf } from "../control-plane/layout";
import { podRangeOf } from "../control-plane/pod-range";
import { hasMesh, startMesh, stopMesh, type PlayedService } from "../mesh";
import { checkMesh } from "../mesh/checks";
import type { Progress } from "../progress";
import { meshTools, monitorTools, resolveTools } from "../tools";
import type { Target } from "./target";

export interface MeshRun {
  readonly stack: string;
  readonly config: StackConfig;
  readonly target: Target;
  readonly progress: Progress;
}

/** Whether a run has a mesh: asked for now, or by an earlier run and not taken back since. Refuses a stack that cannot have one. */
export function wantsMesh(
  asked: boolean | undefined,
  { stack, config, target }: Pick<MeshRun, "stack" | "config" | "target">,
): boolean {
  const wanted = asked ?? hasMesh(stack);
  if (wanted) checkMesh(stack, config, target.embedded);
  return wanted;
}

/** Brings the mesh up before the program runs, so that istiod judges what it makes; or ends one that is not wanted. */
export async function openMesh(wanted: boolean, run: MeshRun): Promise<void> {
  const { stack, config, target, progress } = run;
  if (!wanted) {
    await stopMesh(stack, true);
    return;
  }
  const tools = await resolveTools(meshTools, progress);
  const monitor = config.observability?.prometheus && (await resolveTools(monitorTools, progress));
  const { dir, pki } = layoutOf(stack);
  const of = (file: string) => join(pki, file);
  await startMesh(
    {
      stack,
      server: serverOf(target.kubeconfig),
      kubeconfig: target.kubeconfig,
      certificate: { cert: of("server.crt"), key: of("server.key"), ca: of("ca.crt") },
      podRange: podRangeOf(dir),
      programs: {
        istiod: tools.istiod.path,
        envoy: tools.envoy.path,
        ...(monitor && { prometheus: monitor.prometheus.path }),
      },
      versions: { istiod: tools.istiod.version, envoy: tools.envoy.version },
      services: playedServices(config),
      stackGateway: config.mesh?.ingressGateway ? "istio-ingress/istio-ingressgateway" : undefined,
    },
    progress,
  );
}

/** Another address starts everything anew: a control plane that was made again may have other ports. */
function serverOf(kubeconfig: string): string {
  const { clusters } = parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: { cluster: { server: string } }[];
  };
  return clusters[0]?.cluster.server ?? "";
}

/** The UI's calls are its users' browsers'. */
const calledBy = ({ app, name }: StackService): readonly string[] => {
  if (app === "shop") return name === "ui" ? [] : services[name as ServiceName].calls;
  const { calls } = tutorialServices[name as TutorialName];
  return calls === undefined ? [] : [calls];
};

const playedServices = (config: StackConfig): PlayedService[] =>
  stackServices(config).map((service) => ({
    name: service.name,
    namespace: service.namespace,
    port: service.app === "shop" ? servicePort : tutorialPort,
    public: service.public,
    calls: calledBy(service),
  }));
