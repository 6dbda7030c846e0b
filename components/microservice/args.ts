import type * as pulumi from "@pulumi/pulumi";

import type { Rollout } from "./rollout";

export interface MicroserviceArgs {
  /** The namespace of all its objects. */
  readonly namespace: pulumi.Input<string>;
  /** How it changes, and the versions it runs. */
  readonly rollout: Rollout;
  /** Pods of the serving slot; 0 keeps everything but the pods. @default 1 */
  readonly replicas?: number;
  /** Port of the container and of the Service, TCP. @default 8080 */
  readonly port?: number;
  /** `loadBalancer` gives the Service an address outside the cluster; an NLB costs about $16 a month and its traffic (ELB pricing). @default in the cluster only */
  readonly exposure?: "cluster" | "loadBalancer";
  /** Annotations of the Service, such as a load balancer's settings. @default none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Apps of the namespace that may call it; `"anyone"` lets in the whole network. @default "anyone" with a load balancer, else nobody */
  readonly callers?: readonly string[] | "anyone";
  /** CPU, memory and disk of a pod. */
  readonly resources: Resources;
  readonly probes: Probes;
  /** A long random secret that keys the hash in the Secret's name; a must with `release.secrets`. See `names.ts`. */
  readonly namingKey?: pulumi.Input<string>;
  /** What its pods wait for beside its own objects, such as node groups. Services and settings do not wait. */
  readonly podsDependOn?: readonly pulumi.Resource[];
}

export interface Resources {
  /** What the scheduler keeps free for a pod, in thousandths of a core. */
  readonly cpuMillis: number;
  /** The most CPU a pod gets, in thousandths of a core. A JVM starts far quicker with some to spare. */
  readonly cpuLimitMillis: number;
  readonly memoryMiB: number;
  /** Above this a container is killed. */
  readonly memoryLimitMiB: number;
  /** Logs and /tmp together; above it a pod is evicted. @default 256 */
  readonly diskLimitMiB?: number;
}

export interface Probes {
  /** A path that answers 200 when the service can serve; without one, an open port counts. */
  readonly readyPath?: string;
  /** Seconds that a start may take before the container is killed and tried anew. @default 300 */
  readonly startSeconds?: number;
}
