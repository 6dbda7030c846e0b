import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A chart in its official repository. */
export interface ChartSource {
  /**
   * Address of the chart's repository. One that does not answer ends the run with Helm's words.
   * @example "https://aws.github.io/eks-charts"
   */
  readonly repository: string;
  /** Name of the chart there. @example "aws-load-balancer-controller" */
  readonly chart: string;
  /** Its version, whole: without one a chart is another one tomorrow. @example "3.5.0" */
  readonly version: string;
}

export interface ChartArgs {
  /** Which chart, and where it is to be had. */
  readonly source: ChartSource;
  /** The release's name in Helm. @default the resource's name */
  readonly releaseName?: string;
  /** Namespace of the release; it must exist, else Helm refuses. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Values over the chart's own. A key that the chart does not know is passed over in silence,
   * unless the chart has a schema. @example { replicaCount: 2 }
   */
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
