import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";

export interface GatewayApiCrdsArgs {
  /**
   * Where the CRDs are read from: an address or a path, of one file with all of them.
   * @default the standard channel of the pinned release, at the project's own releases
   */
  readonly manifest?: string;
}

const standardManifest = `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${platformVersions.gatewayApi.version}/standard-install.yaml`;

/**
 * The CRDs of the Gateway API: Gateway, HTTPRoute and their like. One for a cluster; whoever serves or
 * makes Gateways depends on it.
 *
 * @example
 * const crds = new GatewayApiCrds("gateway-api");
 * new GatewayIngress("shop", { on: { kind: "istio", ready: [...mesh.ready, crds] }, namespace, rules });
 */
export class GatewayApiCrds extends pulumi.ComponentResource {
  constructor(
    name: string,
    { manifest = standardManifest }: GatewayApiCrdsArgs = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("twelve-street:components:GatewayApiCrds", name, {}, opts);
    new k8s.yaml.v2.ConfigFile(name, { file: manifest }, { parent: this });
    this.registerOutputs({});
  }
}
