import { existsSync, readFileSync } from "node:fs";

import type { PodRange } from "../control-plane/pod-range";
import { writePrivate } from "../files";
import type { Addresses } from "./addresses";
import type { MeshLayout } from "./layout";

/** All that the keeper is told. */
export interface MeshSettings {
  readonly stack: string;
  readonly kubeconfig: string;
  /** The API server's address, so that another one starts everything anew. */
  readonly server: string;
  /** The certificate that istiod's webhook shows, and the authority that the API server trusts it by. */
  readonly certificate: { readonly cert: string; readonly key: string; readonly ca: string };
  readonly podRange: PodRange;
  /** Where the processes of pods listen. */
  readonly addresses: Addresses;
  readonly programs: {
    readonly istiod: string;
    readonly envoy: string;
    /** For a stack that has one. */
    readonly prometheus?: string;
  };
  readonly versions: { readonly istiod: string; readonly envoy: string };
  /** Those of the stack's apps. */
  readonly services: readonly PlayedService[];
  /** NAMESPACE/NAME of the stack's own Gateway object. */
  readonly stackGateway: string | undefined;
}

/** What has to be known of a service to play it. */
export interface PlayedService {
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
  /** Services beside it that its pods call. */
  readonly calls: readonly string[];
  /** It answers outside the cluster. */
  readonly public: boolean;
}

/** Where the stack's apps are, in the mesh or not. */
export const appNamespaces = ({ services }: MeshSettings): string[] => [
  ...new Set(services.map(({ namespace }) => namespace)),
];

export function readSettings(layout: MeshLayout): MeshSettings | undefined {
  if (!existsSync(layout.settings)) return undefined;
  return JSON.parse(readFileSync(layout.settings, "utf8")) as MeshSettings;
}

export function writeSettings(layout: MeshLayout, settings: MeshSettings): void {
  writePrivate(layout.settings, JSON.stringify(settings));
}
