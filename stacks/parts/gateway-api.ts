import * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../../components/argument-error";
import {
  albGatewayManifest,
  GatewayApiCrds,
  gatewayApiManifest,
  readManifest,
  type ManifestObject,
} from "../../components/gateway-api";
import type { StackConfig } from "../config";
import { keyOf } from "../issues";
import type { Foundation } from "./foundation";

/** The Gateway API's kinds, if the config has them: read before the program makes anything. */
export async function gatewayKinds({ ingress }: StackConfig): Promise<readonly ManifestObject[]> {
  if (!ingress.gatewayApi) return [];
  const files = [gatewayApiManifest, ...(ingress.alb ? [albGatewayManifest] : [])];
  try {
    return (await Promise.all(files.map(readManifest))).flat();
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new pulumi.RunError(
      `${keyOf(["ingress", "gatewayApi"])} is on, and its kinds are not to be had: ${error.message}`,
    );
  }
}

/** The kinds in the cluster, for whoever serves or makes Gateways. */
export function gatewayApi(
  { name, cluster }: Foundation,
  objects: readonly ManifestObject[],
): GatewayApiCrds | undefined {
  if (objects.length === 0) return undefined;
  return new GatewayApiCrds(`${name}-gateway-api`, { objects }, { providers: [cluster.provider] });
}
