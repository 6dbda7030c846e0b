import * as pulumi from "@pulumi/pulumi";

import type { AnyIstioObject } from "../istio-api";
import {
  httpRoutes,
  istioSubsets,
  type NonEmptyArray,
  type SlotName,
  type Traffic,
} from "../rollout";
import { authorization, type Access, type Elsewhere } from "./access";

/** A service's place in an Istio mesh. Its namespace must be one with sidecars. */
export interface Mesh {
  /** What brings Istio's kinds and the sidecars, such as `IstioMesh.ready`. @default nothing is waited for */
  readonly ready?: readonly pulumi.Resource[];
  /** Its host names outside the cluster, at the mesh's ingress gateway. @default none */
  readonly ingress?: MeshIngress;
  /**
   * Take plaintext beside mutual TLS on its port, also where the mesh is strict: from load balancers, or
   * from callers that have no sidecar yet. Those prove nothing, so callers are known by their addresses
   * alone, as without a mesh. @default true with a load balancer of its own, else false
   */
  readonly plaintext?: boolean;
  /** Who reads its sidecar's numbers, such as Prometheus. @default nobody @example [{ namespace: "observability" }] */
  readonly scrapers?: readonly Elsewhere[];
}

export interface MeshIngress {
  /** The gateway's name and where it stands, such as `IstioMesh.gateway`. */
  readonly gateway: { readonly name: string; readonly namespace: pulumi.Input<string> };
  /** Nobody else's: in a shared mesh two services with one host are served by chance. @example ["web.user35.example.com"] */
  readonly hosts: NonEmptyArray<string>;
}

/** Where Istio's charts put the control plane, and the port it answers sidecars on. Source: Istio, "Ports used by Istio". */
export const istiod = { namespace: "istio-system", pods: { app: "istiod" }, port: 15012 } as const;

/** Where a sidecar tells its numbers and the service's together, outside mutual TLS. Source: as above. */
export const numbersPort = 15020;

/**
 * What the injector reads of a pod. A native sidecar starts before the service and ends after it; one
 * that an injector makes otherwise must be told to. Source: istio/istio 1.31, injection-template.yaml
 * and pkg/envoy/agent.go, where a native sidecar heeds neither of the two.
 */
export const sidecarAnnotations = (leavingSeconds: number): Record<string, string> => ({
  "sidecar.istio.io/nativeSidecar": "true",
  "proxy.istio.io/config": JSON.stringify({
    holdApplicationUntilProxyStarts: true,
    terminationDrainDuration: `${leavingSeconds}s`,
  }),
});

export interface MeshPolicyArgs extends Pick<Access, "name" | "namespace" | "callers" | "port"> {
  readonly plaintext: boolean;
}

/** Who is believed: either callers by their certificates, or whoever the NetworkPolicy lets in. */
export function meshPolicy(args: MeshPolicyArgs): AnyIstioObject | undefined {
  const { name, namespace, plaintext, port } = args;
  const at = { namespace, name };
  if (!plaintext) {
    const allowed = authorization(args);
    return allowed && { ...at, kind: "AuthorizationPolicy", spec: allowed };
  }
  const spec = {
    selector: { matchLabels: { app: name } },
    portLevelMtls: { [port]: { mode: "PERMISSIVE" as const } },
  };
  return { ...at, kind: "PeerAuthentication", spec };
}

export interface MeshRouteArgs extends Pick<Access, "name" | "namespace"> {
  readonly mesh: Mesh;
  readonly traffic: Extract<Traffic, { by: "mesh" }>;
  readonly labels: (slot: SlotName) => Record<string, string>;
}

/** The objects that route to the slots, in the order in which they are to be made. */
export function meshRoutes(args: MeshRouteArgs): { cut: AnyIstioObject; route: AnyIstioObject } {
  const { name, namespace, mesh, traffic } = args;
  const { ingress } = mesh;
  const gatewayNamespace = ingress ? [ingress.gateway.namespace] : [];
  // Students share a mesh: what is not exported cannot collide.
  const exportTo = [".", ...gatewayNamespace];
  const at = { namespace, name };
  const subsets = istioSubsets(traffic.subsets, args.labels);
  return {
    cut: { ...at, kind: "DestinationRule", spec: { host: name, exportTo, subsets } },
    route: {
      ...at,
      kind: "VirtualService",
      spec: {
        hosts: [name, ...(ingress?.hosts ?? [])],
        gateways: [
          "mesh",
          ...(ingress
            ? [pulumi.interpolate`${ingress.gateway.namespace}/${ingress.gateway.name}`]
            : []),
        ],
        exportTo,
        http: httpRoutes(traffic.route, name),
      },
    },
  };
}
