import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { nobodysId, onLinux, podBasis } from "../pod-basis";
import { jaegerConsole } from "./consoles";
import { fingerprint } from "./fingerprint";
import { ingressNamespace, systemNamespace } from "./names";

export interface JaegerArgs {
  /** Traces kept in memory; the oldest go first, and all of them with the pod. @default 5000 */
  readonly maxTraces?: number;
}

const { name } = jaegerConsole;
const labels = { app: name };
const ports = { query: jaegerConsole.port, spans: 4317, health: 13133 } as const;
const configFolder = "/etc/jaeger";

/** Where the proxies send spans, for `IstioMesh`'s argument `tracing.collector`. */
export const jaegerCollector = `${name}.${systemNamespace}.svc.cluster.local`;

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
  new k8s.networking.v1.NetworkPolicy(label, { metadata, spec: access }, opts);
  new k8s.apps.v1.Deployment(
    label,
    {
      metadata,
      spec: {
        replicas: 1,
        // Never two: spans would go to either, and each shows its own alone.
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
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

/** Every sidecar sends spans; Kiali and the ingress gateway look at them. It calls nobody. */
const access = {
  podSelector: { matchLabels: labels },
  policyTypes: ["Ingress", "Egress"],
  ingress: [
    { from: [{ namespaceSelector: {} }], ports: [{ port: ports.spans, protocol: "TCP" }] },
    {
      from: [systemNamespace, ingressNamespace].map((namespace) => ({
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      })),
      ports: [{ port: ports.query, protocol: "TCP" }],
    },
  ],
  egress: [],
};

const pod = (settings: pulumi.Input<string>) => ({
  ...podBasis,
  affinity: { nodeAffinity: onLinux },
  automountServiceAccountToken: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: nobodysId,
    runAsGroup: nobodysId,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [
    {
      name,
      image: `docker.io/jaegertracing/jaeger:${platformVersions.jaeger.version}`,
      imagePullPolicy: "Always",
      args: ["--config", `${configFolder}/config.yaml`],
      ports: [ports.query, ports.spans, ports.health].map((containerPort) => ({ containerPort })),
      readinessProbe: { httpGet: { path: "/status", port: ports.health } },
      livenessProbe: { tcpSocket: { port: ports.health } },
      resources: {
        requests: { cpu: "10m", memory: "96Mi", "ephemeral-storage": "64Mi" },
        limits: { cpu: "500m", memory: "384Mi", "ephemeral-storage": "64Mi" },
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
