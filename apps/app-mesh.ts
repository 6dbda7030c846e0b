import type * as pulumi from "@pulumi/pulumi";

import type { Elsewhere, Mesh } from "../components/microservice";

/** An app's place in an Istio mesh. */
export interface AppMesh {
  /** Labels by which new pods of a namespace get a sidecar. @example { "istio.io/rev": "default" } */
  readonly injection: Readonly<Record<string, string>>;
  /** What brings Istio's kinds and the sidecars. */
  readonly ready: readonly pulumi.Resource[];
  /**
   * Take plaintext as well, and ask callers for no certificate: while an app that serves moves into
   * the mesh, or out of it, and some of its pods have no sidecar. @default false
   */
  readonly joining?: boolean;
  /** Who reads the sidecars' numbers, such as Prometheus. @default nobody */
  readonly scrapers?: readonly Elsewhere[];
}

/** The same for one of its services. */
export const meshOf = ({ ready, scrapers = [], joining = false }: AppMesh): Mesh => ({
  ready,
  scrapers,
  ...(joining && { plaintext: true }),
});
