import type * as pulumi from "@pulumi/pulumi";

import type { Autoscale, Journey, Release, Rollout } from "../rollout";
import type { Caller, Callee } from "./access";
import type { ExtraContainer, Sidecar } from "./containers";
import type { Mesh } from "./mesh";
import type { Probes } from "./probes";
import type { Secrets, Settings } from "./settings";
import type { Security } from "./security";
import type { Transform } from "./transform";
import type { Volume } from "./volumes";

/** Every default is a safe one, and can be changed. `docs/components/microservice.md` has them in one table. */
export interface MicroserviceArgs {
  /** The namespace of all its objects. */
  readonly namespace: pulumi.Input<string>;
  /**
   * What the service is called in its namespace, where several namespaces of a stack have one of that name: the
   * component's own name must be another in each. @default the component's name @example "products"
   */
  readonly serviceName?: string;
  /**
   * The releases that stand and who is served by which, or a rollout under way. Plain data, so that it can
   * stand in a stack's config. See docs/rollouts.md; what makes no sense is refused before any resource.
   */
  readonly rollout: Rollout | Journey;
  /**
   * Where the images of releases are that name none of their own; the version is the tag. Without
   * it a release without an image throws an ArgumentError.
   * @default none @example "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop/web"
   */
  readonly repository?: pulumi.Input<string>;
  /**
   * The image of a release that names none, where the version is not its tag; in place of `repository`.
   * @default the version, in `repository` @example ({ version }) => builds[version].ref
   */
  readonly imageOf?: (release: Release) => pulumi.Input<string>;
  /**
   * Pods of a slot that serves everything: a number, where 0 keeps everything but the pods, or
   * bounds for an autoscaler. A number below 0, or bounds that contradict each other, throw an
   * ArgumentError. @default 1
   */
  readonly replicas?: number | Autoscaling;
  /**
   * Port of the container and of the Service, TCP, from 1024 to 65535: lower ones need root.
   * Another one throws an ArgumentError. @default 8080
   */
  readonly port?: number;
  /** `loadBalancer` gives the Service an address outside the cluster; an NLB costs about $16 a month and its traffic (ELB pricing). Clients outside pass the mesh by: such a service's rollout is one without a mesh. @default in the cluster only */
  readonly exposure?: "cluster" | "loadBalancer";
  /**
   * Who makes the load balancer, where it is not the cloud provider: the Service is made after it, and
   * gone before it, for nobody else takes the load balancer away. @default nobody to wait for
   */
  readonly loadBalancerController?: readonly pulumi.Resource[];
  /** Annotations of the Service, such as a load balancer's settings. @default none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Who may call it, beside the gateway of `mesh.ingress`; `"anyone"` lets in the whole network. @default "anyone" with a load balancer, else nobody */
  readonly callers?: readonly Caller[] | "anyone";
  /** Whom it may call, beside DNS (and the mesh's control plane). @default "anyone" */
  readonly calls?: readonly Callee[] | "anyone";
  /** Its place in an Istio mesh: routes, identities of callers, a host name. @default no mesh */
  readonly mesh?: Mesh;
  /**
   * Longest time, in seconds, that news of endpoints and routes take to reach every client. New pods count,
   * and old ones answer on, for as long.
   * @default 15
   */
  readonly propagationSeconds?: number;
  /** Plain settings of all releases; those of a release come on top. @default none */
  readonly config?: Settings;
  /** Variables learnt from other resources; a secret one is refused, for it would stand in the pod's text: give it in `secrets`. @default none */
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secret settings of all releases. They stay secret in Pulumi's state. @default none */
  readonly secrets?: Secrets;
  /**
   * A long random secret that keys the hash in the names of Secrets; a must with secrets. See
   * `names.ts`. Without it `secrets` throw an ArgumentError. @default none
   */
  readonly namingKey?: pulumi.Input<string>;
  /** Files of the container, out of ConfigMaps, Secrets, claims, or just for a while. @default /tmp */
  readonly volumes?: readonly Volume[];
  /** In place of the image's entry point. @default the image's own */
  readonly command?: readonly string[];
  /** Arguments of the entry point. @default the image's own */
  readonly args?: readonly string[];
  /**
   * CPU, memory and disk of a pod's main container. A limit below what is asked for throws an
   * ArgumentError.
   * @example { cpuMillis: 100, cpuLimitMillis: 1000, memoryMiB: 256, memoryLimitMiB: 512 }
   */
  readonly resources: Resources;
  /** How Kubernetes tells that it has started, is ready, is alive. @default an open port is enough */
  readonly probes?: Probes;
  /** Run one after the other before it starts. @default none */
  readonly initContainers?: readonly ExtraContainer[];
  /** Run beside it, from before it starts until after it ends. @default none */
  readonly sidecars?: readonly Sidecar[];
  /**
   * What the restricted Pod Security standard leaves open.
   * @default user 10001, nothing more @example { writableRoot: true }
   */
  readonly security?: Security;
  /**
   * How long a pod answers on after it was told to go, in seconds, where that is longer than news take in
   * the cluster: a load balancer that sends to the pods themselves stops later. @default propagationSeconds
   */
  readonly drainSeconds?: number;
  /** How long a service may take to end what it has begun, after the drain, in seconds. @default 30 */
  readonly shutdownSeconds?: number;
  /** `hard` leaves a pod waiting rather than put it where another is already one more than elsewhere. @default "soft" */
  readonly spread?: "soft" | "hard";
  /** Labels that its nodes must have. @default any node @example { disktype: "ssd" } */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that its pods bear with. @default none */
  readonly tolerations?: readonly Toleration[];
  /** When an image is pulled: `Always` also asks whether the node may have it still. @default "Always" */
  readonly pullPolicy?: "Always" | "IfNotPresent" | "Never";
  /** More labels of pods, such as `sidecar.istio.io/inject`; `app`, `slot` and `version` are taken. @default none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of pods. @default none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** The way out, for what has no argument, object by object. @default as they are @example { pod: (pod) => ({ ...pod, priorityClassName: "high" }) } */
  readonly transform?: Transform;
  /**
   * Whether `up` ends only when its pods are ready. Without it nothing is said of whether they run.
   * @default true
   */
  readonly awaitPods?: boolean;
  /**
   * What its pods wait for beside its own objects, such as node groups. Services and settings do
   * not wait. @default nothing
   */
  readonly podsDependOn?: readonly pulumi.Resource[];
}

/** Pods by the load, between bounds. It needs a metrics server. */
export interface Autoscaling extends Autoscale {
  /** How much of the CPU that pods ask for is in use when there are enough of them, in per cent. @default 70 */
  readonly cpuPercent?: number;
}

export interface Resources {
  /** What the scheduler keeps free for a pod, in thousandths of a core. */
  readonly cpuMillis: number;
  /** The most CPU a pod gets, in thousandths of a core. A JVM starts far quicker with some to spare. */
  readonly cpuLimitMillis: number;
  /** What the scheduler keeps free for a pod, in MiB. */
  readonly memoryMiB: number;
  /** Above this a container is killed. In MiB. */
  readonly memoryLimitMiB: number;
  /** Logs and /tmp together, kept free for a pod; above it the pod is evicted. In MiB. @default 256 */
  readonly diskLimitMiB?: number;
}

/** A taint that is borne with: of this key, and of this value if it says one. */
export interface Toleration {
  /** Name of the taint. @example "dedicated" */
  readonly key: string;
  /** Its value. @default any value */
  readonly value?: string;
  /** Which of its effects is borne. @default every effect */
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}
