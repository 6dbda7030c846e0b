import { existsSync, readFileSync } from "node:fs";

import type { MeshLayout } from "./layout";

/** `.sandbox/STACK/mesh.json`: what others may rely on while the mesh runs. It is gone when the mesh is. */
export interface MeshFacts {
  /** The ingress gateway, for any HTTP client. */
  readonly gateway: string;
  readonly envoys: readonly EnvoyFacts[];
  readonly istiodVersion: string;
  readonly envoyVersion: string;
  /** What the stand-ins of pods have got: GET for the counts as JSON, DELETE to start at 0 again. */
  readonly standIns: { readonly counts: string };
  readonly podRange: string;
  /** The stack's Prometheus, where it has one: it reads these Envoys. */
  readonly prometheus?: string;
}

export interface EnvoyFacts {
  /** `istio-ingressgateway`, or NAMESPACE.SERVICE of the service whose calls it carries. */
  readonly name: string;
  /** Its administration interface: `/stats/prometheus`, `/config_dump`, … */
  readonly admin: string;
  /**
   * Where the service's calls of `port` go in: `curl -H "Host: products" URL/products` calls as one of its pods would. A gateway
   * has none. `to` are the services that it calls by itself; others may refuse it.
   */
  readonly calls?: {
    readonly url: string;
    readonly port: number;
    readonly to: readonly string[];
  };
}

export function readFacts(layout: MeshLayout): MeshFacts | undefined {
  if (!existsSync(layout.facts)) return undefined;
  return JSON.parse(readFileSync(layout.facts, "utf8")) as MeshFacts;
}
