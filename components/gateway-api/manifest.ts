import { readFile } from "node:fs/promises";

import { parseAllDocuments } from "yaml";

import { platformVersions } from "../../versions";
import { ArgumentError } from "../argument-error";

/** An object of a manifest; what else it says is the API server's to judge. */
export interface ManifestObject {
  /** Group and version of its kind. @example "apiextensions.k8s.io/v1" */
  readonly apiVersion: string;
  /** Its kind. @example "CustomResourceDefinition" */
  readonly kind: string;
  /** Its name, and whatever else its metadata has. */
  readonly metadata: { readonly name: string };
}

/** Gateway, HTTPRoute and their like: the standard channel, from the project's own releases. */
export const gatewayApiManifest = `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${platformVersions.gatewayApi.version}/standard-install.yaml`;

/**
 * LoadBalancerConfiguration and its like, the AWS Load Balancer Controller's own kinds for Gateways. Its
 * chart brings them at its first install and never renews them.
 */
export const albGatewayManifest = `https://raw.githubusercontent.com/kubernetes-sigs/aws-load-balancer-controller/v${platformVersions.awsLoadBalancerController.version}/config/crd/gateway/gateway-crds.yaml`;

/**
 * The objects of one file, at an address or a path. Read before the program makes its resources, so
 * that a preview knows each of them.
 *
 * @throws ArgumentError where there is none, or it holds no objects
 */
export async function readManifest(source: string): Promise<ManifestObject[]> {
  const text = await textOf(source).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ArgumentError("manifest", source, `name a file that can be read (${reason})`);
  });
  const documents = parseAllDocuments(text).map((document) => document.toJS() as unknown);
  const objects = documents.filter((document) => document !== null && document !== undefined);
  if (objects.length === 0 || !objects.every(isObject)) {
    throw new ArgumentError("manifest", source, "name a file of Kubernetes objects in YAML");
  }
  return objects;
}

/** A server that does not answer must not hold the program. */
const patienceMs = 30_000;

async function textOf(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readFile(source, "utf8");
  const answer = await fetch(source, { signal: AbortSignal.timeout(patienceMs) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.text();
}

function isObject(value: unknown): value is ManifestObject {
  const { apiVersion, kind, metadata } = value as Partial<Record<keyof ManifestObject, unknown>>;
  const { name } = (metadata ?? {}) as { name?: unknown };
  return [apiVersion, kind, name].every((it) => typeof it === "string" && it !== "");
}
