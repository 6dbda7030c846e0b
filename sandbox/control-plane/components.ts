import { createHash } from "node:crypto";
import { join } from "node:path";

import { stringify } from "yaml";

import type { ToolName } from "../tools";
import { auditPolicy } from "./audit";
import type { Layout } from "./layout";
import { serviceNetwork } from "./pki";
import type { PodRange } from "./pod-range";
import type { Ports } from "./ports";
import type { Program } from "./processes";
import { simulatedLog, stagesFor } from "./stages";

export const componentNames = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
] as const satisfies readonly ToolName[];
export type ComponentName = (typeof componentNames)[number];

/** One process of a control plane. */
export type Component = Program<ComponentName>;

export interface Setup {
  readonly stack: string;
  readonly layout: Layout;
  readonly ports: Ports;
  readonly binaries: Readonly<Record<ComponentName, string>>;
  /** AWS's name of the region that load balancers and volumes are to look like. */
  readonly region: string;
  /** This sandbox's own. */
  readonly podRange: PodRange;
  /** Of the classrooms that it carries. */
  readonly students: number;
  /** Changes when the certificates do. */
  readonly pki: string;
}

const loopback = "127.0.0.1";

/**
 * A Go program keeps as much garbage as live memory unless told otherwise; half of that saves a tenth of
 * the memory here and costs the API server a fifth more processor time.
 */
const frugal = { GOGC: "50" } as const;

/**
 * How far the API server's heap may grow. With one stack it would take 450 MB after a dozen runs, without need. Of a classroom it holds
 * some MB a student: with too little room it collects garbage at every turn, and everybody waits, so there it is not frugal.
 */
const heapOf = (students: number) =>
  students === 0
    ? { ...frugal, GOMEMLIMIT: "260MiB" }
    : { GOMEMLIMIT: `${(400 + 8 * students).toString()}MiB` };

export const serverUrl = (ports: Ports) => `https://${loopback}:${ports.apiServer.toString()}`;

/** What runs, in the order in which it starts. */
export function components(setup: Setup): readonly Component[] {
  return [etcd(setup), apiServer(setup), controllerManager(setup), scheduler(setup), kwok(setup)];
}

/** A short word for everything that decides what a component does: when it changes, the component is started anew. */
export function fingerprint(component: Component, pki: string): string {
  return createHash("sha256")
    .update(JSON.stringify([component, pki]))
    .digest("hex")
    .slice(0, 16);
}

function etcd({ layout, ports, binaries }: Setup): Component {
  const client = `https://${loopback}:${ports.etcd.toString()}`;
  // A single member never speaks to a peer, but has to listen for one: any free port will do.
  const peer = `https://${loopback}:0`;
  const tls = (prefix: string) => [
    `--${prefix}cert-file=${key(layout, "server", "crt")}`,
    `--${prefix}key-file=${key(layout, "server", "key")}`,
    `--${prefix}trusted-ca-file=${key(layout, "ca", "crt")}`,
    `--${prefix}client-cert-auth`,
  ];
  return {
    name: "etcd",
    binary: binaries.etcd,
    args: [
      "--name=sandbox",
      `--data-dir=${layout.data}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=sandbox=${peer}`,
      "--auto-compaction-retention=1",
      "--snapshot-count=1000",
      "--log-level=warn",
      ...tls(""),
      ...tls("peer-"),
    ],
    env: frugal,
    files: {},
  };
}

function apiServer({ layout, ports, binaries, students }: Setup): Component {
  const policyFile = join(layout.config, "audit.yaml");
  return {
    name: "kube-apiserver",
    binary: binaries["kube-apiserver"],
    args: [
      `--bind-address=${loopback}`,
      `--secure-port=${ports.apiServer.toString()}`,
      // A loopback address may not be advertised, and a machine without a network has no other:
      // an address of RFC 5737, which nobody writes down, because the reconciler is off.
      "--advertise-address=192.0.2.1",
      "--endpoint-reconciler-type=none",
      `--tls-cert-file=${key(layout, "server", "crt")}`,
      `--tls-private-key-file=${key(layout, "server", "key")}`,
      `--client-ca-file=${key(layout, "ca", "crt")}`,
      "--anonymous-auth=false",
      "--authorization-mode=Node,RBAC",
      // Beside those that Kubernetes itself switches on: PodSecurity, ResourceQuota, LimitRanger, DefaultStorageClass, …
      "--enable-admission-plugins=NodeRestriction",
      "--allow-privileged=true",
      `--etcd-servers=https://${loopback}:${ports.etcd.toString()}`,
      `--etcd-cafile=${key(layout, "ca", "crt")}`,
      `--etcd-certfile=${key(layout, "kube-apiserver", "crt")}`,
      `--etcd-keyfile=${key(layout, "kube-apiserver", "key")}`,
      // Where the simulated nodes say their kubelet is; the other addresses are those they would have on AWS.
      "--kubelet-preferred-address-types=ExternalDNS",
      `--kubelet-certificate-authority=${key(layout, "ca", "crt")}`,
      `--kubelet-client-certificate=${key(layout, "kube-apiserver", "crt")}`,
      `--kubelet-client-key=${key(layout, "kube-apiserver", "key")}`,
      `--service-cluster-ip-range=${serviceNetwork}`,
      "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
      `--service-account-key-file=${key(layout, "service-account", "key")}`,
      `--service-account-signing-key-file=${key(layout, "service-account", "key")}`,
      // Aggregation: an APIService whose Service is an ExternalName to localhost is reached without a pod.
      `--requestheader-client-ca-file=${key(layout, "front-proxy-ca", "crt")}`,
      "--requestheader-allowed-names=front-proxy",
      "--requestheader-username-headers=X-Remote-User",
      "--requestheader-group-headers=X-Remote-Group",
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      `--proxy-client-cert-file=${key(layout, "front-proxy", "crt")}`,
      `--proxy-client-key-file=${key(layout, "front-proxy", "key")}`,
      "--profiling=false",
      // Who wrote what, in two files of that size at most.
      `--audit-policy-file=${policyFile}`,
      `--audit-log-path=${layout.audit}`,
      "--audit-log-maxsize=20",
      "--audit-log-maxbackup=1",
    ],
    env: heapOf(students),
    files: { [policyFile]: auditPolicy },
  };
}

function controllerManager(setup: Setup): Component {
  const { layout, binaries } = setup;
  const config = kubeconfigOf(setup, "kube-controller-manager");
  return {
    name: "kube-controller-manager",
    binary: binaries["kube-controller-manager"],
    args: [
      `--kubeconfig=${config.path}`,
      "--secure-port=0",
      "--leader-elect=false",
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${key(layout, "service-account", "key")}`,
      `--root-ca-file=${key(layout, "ca", "crt")}`,
      // The simulated nodes report once a minute (stages/node.yaml).
      "--node-monitor-grace-period=180s",
      // A quota that counts a kind just installed refuses all of it until it is counted. With the default that takes five minutes.
      "--resource-quota-sync-period=20s",
      // With the default limits the default ServiceAccount of a new cluster comes 5 s later.
      "--kube-api-qps=500",
      "--kube-api-burst=1000",
    ],
    env: frugal,
    files: { [config.path]: config.text },
  };
}

function scheduler(setup: Setup): Component {
  const config = kubeconfigOf(setup, "kube-scheduler");
  return {
    name: "kube-scheduler",
    binary: setup.binaries["kube-scheduler"],
    args: [`--kubeconfig=${config.path}`, "--secure-port=0", "--leader-elect=false"],
    env: frugal,
    files: { [config.path]: config.text },
  };
}

function kwok(setup: Setup): Component {
  const { layout, ports, binaries, region, podRange } = setup;
  const config = kubeconfigOf(setup, "kwok");
  const stageFile = join(layout.config, "kwok.yaml");
  const podLog = join(layout.config, "pod.log");
  return {
    name: "kwok",
    binary: binaries.kwok,
    args: [
      `--kubeconfig=${config.path}`,
      `--config=${stageFile}`,
      "--manage-all-nodes=false",
      "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
      // With leases, a kwok started anew would leave its nodes alone until its predecessor's leases run out.
      "--node-lease-duration-seconds=0",
      // Addresses of pods on nodes that name no network of their own.
      `--cidr=${podRange}`,
      `--server-address=${loopback}:${ports.kubelet.toString()}`,
      `--node-port=${ports.kubelet.toString()}`,
      `--tls-cert-file=${key(layout, "server", "crt")}`,
      `--tls-private-key-file=${key(layout, "server", "key")}`,
    ],
    env: frugal,
    files: {
      [config.path]: config.text,
      [stageFile]: stagesFor(region, podLog),
      [podLog]: simulatedLog,
    },
  };
}

function key(layout: Layout, name: string, kind: "crt" | "key"): string {
  return join(layout.pki, `${name}.${kind}`);
}

/** The administrator's kubeconfig. Keys stay in their files: it names them by path. */
export function adminKubeconfig(setup: Setup): string {
  return kubeconfigText(setup, "admin");
}

function kubeconfigOf(setup: Setup, user: ComponentName): { path: string; text: string } {
  return {
    path: join(setup.layout.config, `${user}.kubeconfig`),
    text: kubeconfigText(setup, user),
  };
}

function kubeconfigText({ stack, layout, ports }: Setup, user: string): string {
  const name = `twelve-street-${stack}`;
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [
      {
        name,
        cluster: { server: serverUrl(ports), "certificate-authority": key(layout, "ca", "crt") },
      },
    ],
    users: [
      {
        name: user,
        user: {
          "client-certificate": key(layout, user, "crt"),
          "client-key": key(layout, user, "key"),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user } }],
  });
}
