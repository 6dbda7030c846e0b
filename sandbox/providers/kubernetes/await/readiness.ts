import type { Cluster } from "../cluster";
import type { KubeObject } from "../objects";

/** When an object of one kind counts as ready. */
export interface Readiness {
  /** Seconds to wait where neither the resource's options nor its annotation say otherwise. */
  readonly seconds: number;
  /** What is still missing, told by the object alone; undefined: nothing. */
  missing(object: KubeObject): string | undefined;
  /** Why it will never be ready; undefined: it still may. */
  failed?(object: KubeObject): string | undefined;
  /** What other objects must give, watched beside the object: settles when it is there. */
  beside?: (cluster: Cluster, object: KubeObject, signal: AbortSignal) => Promise<void>;
  /** What {@link beside} waits for, in words. */
  readonly besideMissing?: string;
  /** What keeps it, from the objects below it (pods, events); asked only while waiting takes long. */
  reasons?: (cluster: Cluster, object: KubeObject) => Promise<string[]>;
}
