import * as pulumi from "@pulumi/pulumi";

import type { AnyIstioObject } from "../istio-api";
import {
  httpRoutes,
  istioSubsets,
  type NonEmptyArray,
  type SlotName,
  type Traffic,
} from "../rollout";
import { authorization, type Access } from "./access";

/** A service's place in an Istio mesh. Its namespace must be one with sidecars. */
export interface Mesh {
  /** What brings Istio's kinds and the sidecars, such as `IstioMesh.ready`. @default nothing is waited for */
  readonly ready?: readonly pulumi.Resource[];
  /** Its host names outside the cluster, at the mesh's ingress gateway. @default none */
  readonly ingress?: MeshIngress;
}

export interface MeshIngress {
  /** The gateway's name and where it stands, such as `IstioMesh.gateway`. */
  readonly gateway: { readonly name: string; readonly namespace: pulumi.Input<string> };
  /** Nobody else's: in a shared mesh two services with one host are served by chance. @example ["web.user35.example.com"] */
  readonly hosts: NonEmptyArray<string>;
}

/** Where Istio's charts put the control plane, and the port it answers sidecars on. Source: Istio, "Ports used by Istio". */
export const istiod = { namespace: "istio-system", pods: { app: "istiod" }, port: 15012 } as const;

export interface MeshArgs extends Pick<Access, "name" | "namespace" | "callers"> {
  readonly mesh: Mesh;
  readonly traffic: Extract<Traffic, { by: "mesh" }>;
  readonly labels: (slot: SlotName) => Record<string, string>;
}

/** The objects that route to the slots, in the order in which they are to be made. */
export function meshObjects(args: MeshArgs): { before: AnyIstioObject[]; route: AnyIstioObject } {
  const { name, namespace, mesh, traffic } = args;
  const { ingress } = mesh;
  const gatewayNamespace = ingress ? [ingress.gateway.namespace] : [];
  // Students share a mesh: what is not exported cannot collide.
  const exportTo = [".", ...gatewayNamespace];
  const at = { namespace, name };
  const allowed = authorization(args);
  const subsets = istioSubsets(traffic.subsets, args.labels);
  return {
    before: [
      { ...at, kind: "DestinationRule", spec: { host: name, exportTo, subsets } },
      ...(allowed ? [{ ...at, kind: "AuthorizationPolicy", spec: allowed } as const] : []),
    ],
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
