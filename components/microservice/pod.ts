import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { MicroserviceArgs, Probes, Resources } from "./args";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

/** Endpoints forget a pod within a second or two; load balancers take longer. */
const drainSeconds = 10;

/** What a service may take to end what it has begun, after the drain. */
const shutdownSeconds = 30;

/** Any but root; the images need no user of this number. */
const userId = 10001;

export interface PodArgs {
  readonly app: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: pulumi.Input<string>;
  readonly port: number;
  readonly env: Readonly<Record<string, pulumi.Input<string>>>;
  readonly configMap: pulumi.Input<string> | undefined;
  readonly secret: pulumi.Input<string> | undefined;
  readonly serviceAccount: pulumi.Input<string>;
  readonly resources: MicroserviceArgs["resources"];
  readonly probes: MicroserviceArgs["probes"];
}

/** A pod that Pod Security `restricted` lets in, and that leaves without losing a request. */
export function podSpec(args: PodArgs): PodSpec {
  return {
    serviceAccountName: args.serviceAccount,
    automountServiceAccountToken: false,
    // Variables such as PRODUCTS_PORT=tcp://… are read by Spring as settings of its own.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: drainSeconds + shutdownSeconds,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: userId,
      runAsGroup: userId,
      fsGroup: userId,
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(
      (topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { ...args.labels } },
        // Pods of the outgoing version do not count.
        matchLabelKeys: ["pod-template-hash"],
      }),
    ),
    containers: [container(args)],
    volumes: [{ name: "tmp", emptyDir: { sizeLimit: `${diskMiB(args.resources) / 2}Mi` } }],
  };
}

function container(args: PodArgs): Container {
  return {
    name: args.app,
    image: args.image,
    imagePullPolicy: "Always",
    ports: [{ name: "http", containerPort: args.port, protocol: "TCP" }],
    ...environment(args),
    resources: resources(args.resources),
    ...probes(args.probes),
    lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  };
}

/** Empty lists are left out: the API server drops them, and every preview would bring them back. */
function environment({ env, configMap, secret }: PodArgs): Pick<Container, "env" | "envFrom"> {
  const plain = Object.entries(env).map(([name, value]) => ({ name, value }));
  const from = [
    ...(configMap === undefined ? [] : [{ configMapRef: { name: configMap } }]),
    ...(secret === undefined ? [] : [{ secretRef: { name: secret } }]),
  ];
  return { ...(plain.length > 0 && { env: plain }), ...(from.length > 0 && { envFrom: from }) };
}

const diskMiB = ({ diskLimitMiB = 256 }: Resources): number => diskLimitMiB;

const resources = (asked: Resources): k8s.types.input.core.v1.ResourceRequirements => ({
  requests: {
    cpu: `${asked.cpuMillis}m`,
    memory: `${asked.memoryMiB}Mi`,
    "ephemeral-storage": `${diskMiB(asked) / 4}Mi`,
  },
  limits: {
    cpu: `${asked.cpuLimitMillis}m`,
    memory: `${asked.memoryLimitMiB}Mi`,
    "ephemeral-storage": `${diskMiB(asked)}Mi`,
  },
});

/** Alive is less than ready: a service whose database is away must not be killed for it. */
function probes({ readyPath, startSeconds = 300 }: Probes) {
  const open = { tcpSocket: { port: "http" } };
  const ready = readyPath === undefined ? open : { httpGet: { path: readyPath, port: "http" } };
  const period = 5;
  return {
    startupProbe: {
      ...ready,
      periodSeconds: period,
      timeoutSeconds: 2,
      failureThreshold: Math.ceil(startSeconds / period),
    },
    readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 },
    livenessProbe: { ...open, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 6 },
  };
}
