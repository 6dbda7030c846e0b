import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { IstioSpecs } from "./specs";

export type * from "./specs";

const apiVersions: Readonly<Record<keyof IstioSpecs, string>> = {
  AuthorizationPolicy: "security.istio.io/v1",
  DestinationRule: "networking.istio.io/v1",
  Gateway: "networking.istio.io/v1",
  PeerAuthentication: "security.istio.io/v1",
  ServiceEntry: "networking.istio.io/v1",
  Telemetry: "telemetry.istio.io/v1",
  VirtualService: "networking.istio.io/v1",
};

/** Where an object of Istio's stands, and what it says. */
export interface IstioObject<Kind extends keyof IstioSpecs> {
  readonly kind: Kind;
  readonly namespace: pulumi.Input<string>;
  readonly name: string;
  readonly spec: IstioSpecs[Kind];
}

export type AnyIstioObject = { [Kind in keyof IstioSpecs]: IstioObject<Kind> }[keyof IstioSpecs];

/** An object of one of Istio's own kinds; it needs the CRDs, so let it depend on what brings them. */
export const istioObject = (
  resourceName: string,
  { kind, namespace, name, spec }: AnyIstioObject,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource =>
  new k8s.apiextensions.CustomResource(
    resourceName,
    { apiVersion: apiVersions[kind], kind, metadata: { namespace, name }, spec },
    opts,
  );
