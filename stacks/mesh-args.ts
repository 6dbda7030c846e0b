import type { Resource } from "@pulumi/pulumi";

import type { IstioMeshArgs, Listener, Mtls } from "../components/istio-mesh/args";
import { nonEmpty } from "./observability-args";
import type { StackSettings } from "./schema";

type Mesh = NonNullable<StackSettings["mesh"]>;

/** What the mesh is told beside where it stands; `collector` takes its spans. */
export function meshArgs(
  wanted: Mesh,
  collector: string,
  loadBalancerController: readonly Resource[],
): IstioMeshArgs {
  const { revisions, defaultRevision, size, outbound, externalHosts, jaeger } = wanted;
  return {
    size,
    outbound,
    externalHosts,
    egressGateway: wanted.egressGateway,
    accessLogs: wanted.accessLogs,
    mtls: mtlsOf(wanted.mtls),
    ...(revisions && { revisions: nonEmpty(revisions) }),
    ...(defaultRevision !== undefined && { defaultRevision }),
    ...(jaeger && { tracing: { collector, samplingPercent: jaeger.samplingPercent } }),
    ingressGateway: wanted.ingressGateway
      ? {
          ...wanted.ingressGateway,
          listeners: nonEmpty(wanted.ingressGateway.listeners.map(listenerOf)),
          loadBalancerController,
        }
      : false,
  };
}

const mtlsOf = (mtls: Mesh["mtls"]): Mtls =>
  mtls.mode === "PERMISSIVE"
    ? mtls
    : {
        mode: mtls.mode,
        plaintextPorts: mtls.plaintextPorts.map((it) => ({ ...it, ports: nonEmpty(it.ports) })),
      };

const listenerOf = (
  listener: NonNullable<Mesh["ingressGateway"]>["listeners"][number],
): Listener => ({ ...listener, hosts: nonEmpty(listener.hosts) });
