import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import type { Console } from "../console";
import { fingerprint } from "./fingerprint";
import { systemNamespace } from "./names";

export interface JaegerArgs {
  /** Traces kept in memory; the oldest go first, and all of them with the pod. @default 5000 */
  readonly maxTraces?: number;
}

const name = "jaeger";
const labels = { app: name };
const ports = { query: 16686, spans: 4317, health: 13133 } as const;
const configFolder = "/etc/jaeger";

/** Where the proxies send spans, for `IstioMesh`'s argument `tracing.collector`. */
export const jaegerCollector = `${name}.${systemNamespace}.svc.cluster.local`;

export const jaegerConsole: Console = {
  name,
  namespace: systemNamespace,
  service: name,
  port: ports.query,
};

/** Jaeger's own configuration: spans in by OTLP, kept in memory, out by its page. Source: jaegertracing.io, docs 2.17, Memory. */
export const jaegerConfig = (maxTraces: number) => ({
  service: {
    extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
    pipelines: {
      traces: {
        receivers: ["otlp"],
        processors: ["batch"],
        exporters: ["jaeger_storage_exporter"],
      },
    },
  },
  extensions: {
    jaeger_storage: { backends: { memory: { memory: { max_traces: maxTraces } } } },
    jaeger_query: {
      storage: { traces: "memory" },
      http: { endpoint: `0.0.0.0:${ports.query}` },
    },
    healthcheckv2: { use_v2: true, http: { endpoint: `0.0.0.0:${ports.health}` } },
  },
  receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${ports.spans}` } } } },
  processors: { batch: {} },
  exporters: { jaeger_storage_exporter: { trace_storage: "memory" } },
});

/** Jaeger in one pod, for looking at what happened lately; it is no archive. */
export function jaeger(
  parentName: string,
  { maxTraces = 5000 }: JaegerArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const label = `${parentName}-${name}`;
  const metadata = { name, namespace: systemNamespace, labels };
  // JSON is YAML.
  const config = JSON.stringify(jaegerConfig(maxTraces), undefined, 2);
  const settings = new k8s.core.v1.ConfigMap(
    label,
    { metadata, data: { "config.yaml": config } },
    opts,
  );
  new k8s.apps.v1.Deployment(
    label,
    {
      metadata,
      spec: {
        replicas: 1,
        strategy: { type: "Recreate" },
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations: { "twelve-street/settings": fingerprint(config) } },
          spec: pod(settings.metadata.name),
        },
      },
    },
    opts,
  );
  new k8s.core.v1.Service(
    label,
    {
      metadata,
      spec: {
        selector: labels,
        ports: [
          { name: "http-query", port: ports.query },
          { name: "grpc-otlp", port: ports.spans },
        ],
      },
    },
    opts,
  );
}

const pod = (settings: pulumi.Input<string>) => ({
  automountServiceAccountToken: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 10001,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [
    {
      name,
      image: `docker.io/jaegertracing/jaeger:${platformVersions.jaeger.version}`,
      args: ["--config", `${configFolder}/config.yaml`],
      ports: [{ containerPort: ports.query }, { containerPort: ports.spans }],
      readinessProbe: { httpGet: { path: "/status", port: ports.health } },
      livenessProbe: { httpGet: { path: "/status", port: ports.health } },
      resources: {
        requests: { cpu: "10m", memory: "96Mi" },
        limits: { memory: "384Mi" },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      volumeMounts: [{ name: "config", mountPath: configFolder, readOnly: true }],
    },
  ],
  volumes: [{ name: "config", configMap: { name: settings } }],
});
