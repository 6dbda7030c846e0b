import { gzipSync } from "node:zlib";

import type { KubeObject } from "../../../components/classroom/objects";
import { object } from "../objects";

export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string };
  readonly revision: number;
  readonly values: object;
}

/** A day that is no secret of any machine: the same release everywhere. */
const deployed = "2026-11-22T00:00:00Z";

/** What Helm puts on each object of a release, so that it knows its own again. Source: helm.sh, "Chart best practices: labels"; helm/helm v3 pkg/action/validate.go. */
export const marksOf = ({ name, namespace, chart }: HelmRelease) => ({
  labels: {
    "app.kubernetes.io/name": chart.name,
    "app.kubernetes.io/instance": name,
    "app.kubernetes.io/version": chart.appVersion,
    "app.kubernetes.io/managed-by": "Helm",
    "helm.sh/chart": `${chart.name}-${chart.version}`,
  },
  annotations: {
    "meta.helm.sh/release-name": name,
    "meta.helm.sh/release-namespace": namespace,
  },
});

/**
 * The Secret in which Helm 3 and 4 keep a release: JSON, compressed, in base64 (and once more, as all data of Secrets).
 * Source: helm/helm v3, pkg/storage/driver/{secrets,util}.go; checked 2026-11-22.
 */
export function releaseSecret(release: HelmRelease, objects: readonly KubeObject[]): KubeObject {
  const { name, namespace, chart, revision, values } = release;
  const told = {
    name,
    namespace,
    version: revision,
    info: {
      first_deployed: deployed,
      last_deployed: deployed,
      deleted: "",
      description: "Install complete",
      status: "deployed",
    },
    chart: {
      metadata: { apiVersion: "v2", type: "application", ...chart },
      lock: null,
      templates: [],
      values,
      schema: null,
      files: [],
    },
    config: {},
    manifest: objects
      .map(
        (it) =>
          `---\n# Source: ${chart.name}/templates/${it.kind.toLowerCase()}.yaml\n${JSON.stringify(it)}\n`,
      )
      .join(""),
  };
  const packed = gzipSync(JSON.stringify(told));
  // The byte that names the operating system: the same release everywhere.
  packed[9] = 255;
  const labels = { name, owner: "helm", status: "deployed", version: revision.toString() };
  return object(
    "Secret",
    `sh.helm.release.v1.${name}.v${revision}`,
    {
      type: "helm.sh/release.v1",
      data: { release: Buffer.from(packed.toString("base64")).toString("base64") },
    },
    { labels },
  );
}
