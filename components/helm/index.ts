import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A chart in its official repository. */
export interface ChartSource {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

export interface ChartArgs {
  readonly source: ChartSource;
  /** The release's name in Helm. @default the resource's name */
  readonly releaseName?: string;
  readonly namespace: pulumi.Input<string>;
  /** Values over the chart's own. */
  readonly values: object;
}

/** Ten minutes: pulling images on a fresh node takes most of it. */
const timeoutSeconds = 600;

/** Installs a chart and waits until what it made is ready; a failed change is rolled back. */
export const helmRelease = (
  name: string,
  { source, releaseName = name, namespace, values }: ChartArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.helm.v3.Release =>
  new k8s.helm.v3.Release(
    name,
    {
      name: releaseName,
      chart: source.chart,
      version: source.version,
      repositoryOpts: { repo: source.repository },
      namespace,
      values: values as Record<string, unknown>,
      atomic: true,
      timeout: timeoutSeconds,
      // Each revision is a Secret with the whole manifest.
      maxHistory: 5,
    },
    opts,
  );
