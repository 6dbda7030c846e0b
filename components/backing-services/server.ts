import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { nobodysId, onLinux, podBasis } from "../pod-basis";
import type { InCluster } from "./places";
import type { ServerSize } from "./sizes";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

/** What one server's pod is made of. */
export interface Server {
  /** Name of its objects, and its label `app`. */
  readonly app: string;
  readonly namespace: pulumi.Input<string>;
  readonly image: string;
  readonly port: number;
  readonly size: ServerSize;
  /** Where the disk is mounted. */
  readonly dataPath: string;
  /** The Secret with its settings or password, and where its files are mounted. */
  readonly secret: { readonly name: pulumi.Input<string>; readonly path: string };
  /** Further folders that it writes to and that need not last. */
  readonly scratch?: readonly string[];
  readonly command?: string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command that must succeed before it starts, with the same image, disk and settings. */
  readonly prepare?: string[];
  /** A command inside the container that succeeds when it can serve. @default its port is open */
  readonly ready?: string[];
  /** A command inside the container once it has started; it may take a minute. */
  readonly postStart?: string[];
}

/** Seconds to write everything down before it is killed. */
const shutdownSeconds = 60;

/**
 * The server's objects: a disk, a StatefulSet of one pod (never two on one disk, as a Deployment
 * could have), the Service that clients use and the one that the StatefulSet asks for, and who may connect.
 */
export function runServer(
  server: Server,
  place: InCluster,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { app, namespace, port } = server;
  const meta = (name: string) => ({ name, namespace, labels: { app } });
  const disk = new k8s.core.v1.PersistentVolumeClaim(
    app,
    {
      metadata: meta(app),
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: place.storageClassName,
        resources: { requests: { storage: `${place.sizeGiB ?? 8}Gi` } },
      },
    },
    { ...opts, dependsOn: after(place) },
  );
  service(app, { metadata: meta(app), port }, opts);
  const peers = service(
    `${app}-pods`,
    { metadata: meta(`${app}-pods`), port, headless: app },
    opts,
  );
  const policy = networkPolicy(server, place, meta(app), opts);
  const pods = new k8s.apps.v1.StatefulSet(
    app,
    {
      metadata: meta(app),
      spec: {
        serviceName: peers.metadata.name,
        replicas: 1,
        updateStrategy: { type: "RollingUpdate" },
        revisionHistoryLimit: 3,
        selector: { matchLabels: { app } },
        template: {
          // In a namespace with sidecars too: clients speak the server's own protocol, and alone sign in.
          metadata: { labels: { app, "sidecar.istio.io/inject": "false" } },
          spec: podSpec(server, disk.metadata.name),
        },
      },
    },
    { ...opts, dependsOn: [...after(place), policy] },
  );
  return [pods];
}

function service(
  name: string,
  {
    metadata,
    port,
    headless,
  }: {
    metadata: { name: string; namespace: pulumi.Input<string>; labels: { app: string } };
    port: number;
    headless?: string;
  },
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Service {
  return new k8s.core.v1.Service(
    name,
    {
      metadata: {
        ...metadata,
        // Its pods wait for it, not it for its pods.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: "ClusterIP",
        ...(headless !== undefined && { clusterIP: "None" }),
        selector: { app: metadata.labels.app },
        ports: [{ name: "server", port, targetPort: "server", protocol: "TCP" }],
      },
    },
    opts,
  );
}

function networkPolicy(
  { app, port }: Server,
  { clients = [{}] }: InCluster,
  metadata: { name: string; namespace: pulumi.Input<string>; labels: { app: string } },
  opts: pulumi.CustomResourceOptions,
): k8s.networking.v1.NetworkPolicy {
  const from = clients.map((labels) => ({
    podSelector: Object.keys(labels).length > 0 ? { matchLabels: { ...labels } } : {},
  }));
  return new k8s.networking.v1.NetworkPolicy(
    app,
    {
      metadata,
      spec: {
        podSelector: { matchLabels: { app } },
        policyTypes: ["Ingress", "Egress"],
        // A rule with an empty `from` would let in everybody.
        ingress: from.length === 0 ? [] : [{ from, ports: [{ port, protocol: "TCP" }] }],
        // It answers, and calls nobody.
        egress: [],
      },
    },
    opts,
  );
}

/** A pod that Pod Security `restricted` lets in. */
function podSpec(server: Server, disk: pulumi.Input<string>): PodSpec {
  const { prepare, scratch = [] } = server;
  const folders = ["/tmp", ...scratch];
  const mounts = [
    { name: "data", mountPath: server.dataPath },
    { name: "settings", mountPath: server.secret.path, readOnly: true },
    ...folders.map((mountPath, index) => ({ name: `scratch-${index}`, mountPath })),
  ];
  return {
    ...podBasis,
    affinity: { nodeAffinity: onLinux },
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: shutdownSeconds,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: nobodysId,
      runAsGroup: nobodysId,
      fsGroup: nobodysId,
      // Without it a large disk's files are all looked at before each start.
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    ...(prepare && {
      initContainers: [{ ...container(server, mounts), name: "prepare", command: prepare }],
    }),
    containers: [
      {
        ...container(server, mounts),
        ...(server.command && { command: server.command }),
        ports: [{ name: "server", containerPort: server.port, protocol: "TCP" }],
        ...(server.postStart && {
          lifecycle: { postStart: { exec: { command: server.postStart } } },
        }),
        ...probes(server.ready),
      },
    ],
    volumes: [
      { name: "data", persistentVolumeClaim: { claimName: disk } },
      { name: "settings", secret: { secretName: server.secret.name, defaultMode: 0o440 } },
      ...folders.map((_, index) => ({
        name: `scratch-${index}`,
        emptyDir: { sizeLimit: "128Mi" },
      })),
    ],
  };
}

const container = (
  { app, image, env, size }: Server,
  volumeMounts: NonNullable<Container["volumeMounts"]>,
): Container => ({
  name: app,
  image,
  imagePullPolicy: "Always",
  ...(env && { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
  resources: {
    requests: {
      cpu: `${size.cpuMillis}m`,
      memory: `${size.memoryMiB}Mi`,
      "ephemeral-storage": "512Mi",
    },
    limits: {
      cpu: `${size.cpuLimitMillis}m`,
      memory: `${size.memoryLimitMiB}Mi`,
      "ephemeral-storage": "512Mi",
    },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
  volumeMounts,
});

const open = { tcpSocket: { port: "server" }, timeoutSeconds: 2 };

/** Alive by an open port, for every server asks for credentials at once. Recovery after a crash may take minutes. */
const probes = (command: string[] | undefined) => {
  const ready = command ? { exec: { command }, timeoutSeconds: 5 } : open;
  return {
    startupProbe: { ...ready, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...ready, periodSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...open, periodSeconds: 10, failureThreshold: 6 },
  };
};

/** What the server waits for. */
const after = (place: InCluster): pulumi.Resource[] => [...(place.runsAfter ?? [])];
