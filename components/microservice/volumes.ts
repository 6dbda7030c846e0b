import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { readable, type Mount } from "./settings";

interface Named extends Mount {
  /** Names the volume in the pod, for other containers to mount it too. @example "pages" */
  readonly name: string;
}

/** Files out of a ConfigMap of its own; a change makes a new one, and new pods. */
export interface ConfigVolume extends Named {
  readonly kind: "config";
  /** Texts by file name; `filesIn` reads a file or a folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Whether the API server refuses changes from elsewhere. @default true */
  readonly immutable?: boolean;
}

/** Files out of a Secret of its own; a change makes a new one, and new pods. */
export interface SecretVolume extends Named {
  readonly kind: "secret";
  /** Secret texts by file name; they stay secret in Pulumi's state. @example { "tls.key": key } */
  readonly files: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whether the API server refuses changes from elsewhere. @default true */
  readonly immutable?: boolean;
}

/**
 * Files out of a Secret that is there, such as one with the credentials of a database, by key. Name it
 * after its content: then another content is another name, and new pods.
 */
export interface GivenSecretVolume extends Named {
  readonly kind: "givenSecret";
  /** Its name, in the service's namespace; without it pods do not start. @example database.secretName */
  readonly secretName: pulumi.Input<string>;
}

/** A PersistentVolumeClaim that is there, such as one on EFS, which many pods share. */
export interface ClaimVolume extends Omit<Named, "mode"> {
  readonly kind: "claim";
  /**
   * Its name, in the service's namespace; without it pods wait.
   * @example files.claim("shared", { namespace }).metadata.name
   */
  readonly claim: pulumi.Input<string>;
  /** Whether the container may only read. @default false */
  readonly readOnly?: boolean;
  /** A folder of the volume in place of all of it. @default all */
  readonly subPath?: string;
}

/** A place to write that lives as long as the pod. */
export interface ScratchVolume extends Omit<Named, "mode"> {
  readonly kind: "scratch";
  /** The most it holds; above it the pod is evicted. */
  readonly sizeMiB: number;
  /** Keep it in memory, which counts against the container's limit. @default false */
  readonly inMemory?: boolean;
}

export type Volume = ConfigVolume | SecretVolume | GivenSecretVolume | ClaimVolume | ScratchVolume;

type PodVolume = k8s.types.input.core.v1.Volume;
type VolumeMount = k8s.types.input.core.v1.VolumeMount;

/** A volume as the pod has it; `object` names the ConfigMap or Secret that was made for it. */
export function podVolume(volume: Volume, object: pulumi.Input<string>): PodVolume {
  const { name } = volume;
  switch (volume.kind) {
    case "config":
      return { name, configMap: { name: object, defaultMode: volume.mode ?? readable } };
    case "secret":
      return { name, secret: { secretName: object, defaultMode: volume.mode ?? readable } };
    case "givenSecret":
      return {
        name,
        secret: { secretName: volume.secretName, defaultMode: volume.mode ?? readable },
      };
    case "claim":
      return { name, persistentVolumeClaim: { claimName: volume.claim } };
    case "scratch":
      return {
        name,
        emptyDir: {
          sizeLimit: `${volume.sizeMiB}Mi`,
          ...(volume.inMemory && { medium: "Memory" }),
        },
      };
  }
}

/** A volume as the main container sees it. */
export function volumeMount(volume: Volume): VolumeMount {
  const { name, folder: mountPath } = volume;
  if (volume.kind === "scratch") return { name, mountPath };
  if (volume.kind !== "claim") return { name, mountPath, readOnly: true };
  const { readOnly, subPath } = volume;
  return { name, mountPath, ...(readOnly && { readOnly }), ...(subPath && { subPath }) };
}
