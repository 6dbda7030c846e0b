import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { ManifestObject } from "./manifest";

export {
  albGatewayManifest,
  gatewayApiManifest,
  readManifest,
  type ManifestObject,
} from "./manifest";

export interface GatewayApiCrdsArgs {
  /**
   * What `readManifest` has read. The API server refuses what is no object of a kind it knows.
   * @example await readManifest(gatewayApiManifest)
   */
  readonly objects: readonly ManifestObject[];
}

/**
 * The CRDs of the Gateway API: Gateway, HTTPRoute and their like. One for a cluster; whoever serves or
 * makes Gateways depends on it. Deleting a CRD deletes every object of its kind.
 *
 * @example
 * const crds = new GatewayApiCrds("gateway-api", {
 *   objects: await readManifest(gatewayApiManifest),
 * }, { provider: kubernetesProvider });
 * new GatewayIngress("shop", { on: { kind: "istio", ready: [...mesh.ready, ...crds.ready] }, namespace, rules });
 */
export class GatewayApiCrds extends pulumi.ComponentResource {
  readonly ready: readonly pulumi.Resource[];

  constructor(
    name: string,
    { objects }: GatewayApiCrdsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("twelve-street:components:GatewayApiCrds", name, {}, opts);
    this.ready = objects.map(
      ({ ...object }) =>
        new k8s.apiextensions.CustomResource(
          `${name}-${object.kind}-${object.metadata.name}`,
          object,
          { parent: this },
        ),
    );
    this.registerOutputs({});
  }
}
