import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A folder of the container, with a file for each key. */
export interface Mount {
  /** Where it is, by its whole path. @example "/etc/web" */
  readonly folder: string;
  /** Who may do what with the files. @default 0o440: the pod's group reads them */
  readonly mode?: number;
}

/**
 * How settings reach the container:
 * - `envFrom`: all of them as variables, as they are;
 * - `env`: one by one as variables, which stand in the pod by name;
 * - a folder of files.
 */
export type As = "envFrom" | "env" | Mount;

/** Values, and how the container gets them. */
export interface Told<Value> {
  /** The values, by name. @example { LOG_LEVEL: "info" } */
  readonly values: Readonly<Record<string, Value>>;
  /** How the container gets them. @example { folder: "/run/secrets/web" } */
  readonly as: As;
  /**
   * Whether the API server refuses changes from elsewhere, and kubelets need not watch the object. A
   * change by Pulumi makes a new object either way, so that old and new pods each keep theirs.
   * @default true
   */
  readonly immutable?: boolean;
}

/** Plain values; alone, they are variables by `envFrom`. */
export type Settings = Readonly<Record<string, string>> | Told<string>;

/**
 * Secret values; alone, they are variables by `envFrom`, which suits what reads nothing else. Files are
 * better: they stand in no process's environment.
 */
export type Secrets = Readonly<Record<string, pulumi.Input<string>>> | Told<pulumi.Input<string>>;

function isTold<V>(asked: Readonly<Record<string, V>> | Told<V>): asked is Told<V> {
  const { values, as } = asked as Partial<Told<V>>;
  return typeof values === "object" && (typeof as === "string" || typeof as === "object");
}

export const told = <V>(asked: Readonly<Record<string, V>> | Told<V> = {}): Told<V> =>
  isTold(asked) ? asked : { values: asked, as: "envFrom" };

/** An object with settings, as a pod refers to it. */
export interface Source {
  readonly kind: "config" | "secret";
  readonly object: pulumi.Input<string>;
  readonly keys: readonly string[];
  readonly as: As;
}

type EnvVar = k8s.types.input.core.v1.EnvVar;
type EnvFrom = k8s.types.input.core.v1.EnvFromSource;
type VolumeMount = k8s.types.input.core.v1.VolumeMount;
type PodVolume = k8s.types.input.core.v1.Volume;

/** All of a source's values as variables. */
export function allVariables({ kind, object: name, as }: Source): EnvFrom[] {
  if (as !== "envFrom") return [];
  return [kind === "config" ? { configMapRef: { name } } : { secretRef: { name } }];
}

/** A source's values as variables one by one. */
export function variables({ kind, object: name, keys, as }: Source): EnvVar[] {
  if (as !== "env") return [];
  const from = (key: string) =>
    kind === "config" ? { configMapKeyRef: { name, key } } : { secretKeyRef: { name, key } };
  return keys.map((key) => ({ name: key, valueFrom: from(key) }));
}

export const settingsVolume = { config: "settings", secret: "secrets" } as const;

/** A source's values as files, as the container sees them. */
export const settingsMounts = ({ kind, as }: Source): VolumeMount[] =>
  typeof as === "string"
    ? []
    : [{ name: settingsVolume[kind], mountPath: as.folder, readOnly: true }];

/** The pod's own group reads, nobody writes. */
export const readable = 0o440;

/** A source's values as files, as the pod has them. */
export function settingsVolumes({ kind, object, as }: Source): PodVolume[] {
  if (typeof as === "string") return [];
  const mode = { defaultMode: as.mode ?? readable };
  return [
    kind === "config"
      ? { name: settingsVolume.config, configMap: { name: object, ...mode } }
      : { name: settingsVolume.secret, secret: { secretName: object, ...mode } },
  ];
}
