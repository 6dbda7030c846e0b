import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import type { Resources } from "./args";
import { probe, type Probe } from "./probes";
import { containerSecurity, type Security } from "./security";

type Container = k8s.types.input.core.v1.Container;

/** A container beside the main one. */
export interface ExtraContainer {
  /**
   * Its name in the pod; the service's own, or one twice, throws an ArgumentError.
   * @example "wait-for-products"
   */
  readonly name: string;
  /** The image with its tag or digest. */
  readonly image: pulumi.Input<string>;
  /** In place of the image's entry point. @default the image's own */
  readonly command?: readonly string[];
  /** Arguments of the entry point. @default the image's own */
  readonly args?: readonly string[];
  /** Plain variables. @default none */
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** CPU, memory and disk that it asks for and gets at most. */
  readonly resources: Resources;
  /** Volumes of the pod that it sees, by name, and where. @default none */
  readonly mounts?: Readonly<Record<string, string>>;
}

/** One that runs as long as the pod: a native sidecar, which starts before the main container and ends after it. */
export interface Sidecar extends ExtraContainer {
  /** Until it says yes, nothing after it is started. @default as soon as it runs */
  readonly started?: Extract<Probe, { exec: unknown }> | (Probe & { readonly port: number });
}

export const diskMiB = ({ diskLimitMiB = 256 }: Resources): number => diskLimitMiB;

export const resources = (asked: Resources): k8s.types.input.core.v1.ResourceRequirements => ({
  // The whole of its disk: what is full cannot be taken back, as CPU can.
  requests: {
    cpu: `${asked.cpuMillis}m`,
    memory: `${asked.memoryMiB}Mi`,
    "ephemeral-storage": `${diskMiB(asked)}Mi`,
  },
  limits: {
    cpu: `${asked.cpuLimitMillis}m`,
    memory: `${asked.memoryLimitMiB}Mi`,
    "ephemeral-storage": `${diskMiB(asked)}Mi`,
  },
});

/** Empty lists are left out: the API server drops them, and every preview would bring them back. */
export const present = <K extends string, T>(
  key: K,
  list: readonly T[] | undefined,
): Partial<Record<K, T[]>> =>
  list && list.length > 0 ? ({ [key]: [...list] } as Partial<Record<K, T[]>>) : {};

/** @throws ArgumentError, before the pods are made, for a value that is secret: everybody can read a pod's text. */
export const plainEnv = (env: Readonly<Record<string, pulumi.Input<string>>> = {}) =>
  Object.entries(env).map(([name, value]) => ({ name, value: plain(`env.${name}`, value) }));

function plain(key: string, value: pulumi.Input<string>): pulumi.Input<string> {
  if (typeof value === "string") return value;
  const output = pulumi.output(value);
  return pulumi.all([output, pulumi.isSecret(output)]).apply(([text, isSecret]) => {
    if (isSecret) throw new ArgumentError(key, "a secret", "give it in secrets, not in env");
    return text;
  });
}

/** What every container has. */
export const commonContainer = (
  of: Pick<ExtraContainer, "name" | "image" | "command" | "args" | "resources">,
  pullPolicy: string,
  security: Security | undefined,
) => ({
  name: of.name,
  image: of.image,
  imagePullPolicy: pullPolicy,
  ...present("command", of.command),
  ...present("args", of.args),
  resources: resources(of.resources),
  securityContext: containerSecurity(security),
});

const extra = (
  of: ExtraContainer,
  pullPolicy: string,
  security: Security | undefined,
): Container => ({
  ...commonContainer(of, pullPolicy, security),
  ...present("env", plainEnv(of.env)),
  ...present(
    "volumeMounts",
    Object.entries(of.mounts ?? {}).map(([name, mountPath]) => ({ name, mountPath })),
  ),
});

/** Sidecars stand first: they are there for the others too. */
export const initContainers = (
  sidecars: readonly Sidecar[],
  first: readonly ExtraContainer[],
  pullPolicy: string,
  security: Security | undefined,
): Container[] => [
  ...sidecars.map((of) => ({
    ...extra(of, pullPolicy, security),
    restartPolicy: "Always",
    ...(of.started && { startupProbe: probe(of.started, { everySeconds: 2, failures: 60 }) }),
  })),
  ...first.map((of) => extra(of, pullPolicy, security)),
];
