import type { TutorialName } from "../services";
import type { MeshObject } from "./objects";

/** What a client of the customer sees while a lesson's objects stand, as shares of its requests. */
export interface Sight {
  /** Headers that the client sends. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Which version of the recommendation answers. @default any */
  readonly versions?: Readonly<Partial<Record<Version, number>>>;
  /** The answers' statuses. @default all are 200 */
  readonly statuses?: Readonly<Record<number, number>>;
  /** Answers that take at least so long. @default any time is right */
  readonly slow?: { readonly milliseconds: number; readonly share: number };
}

export type Version = "v1" | "v2" | "v3";

/** What the pods of one version do, by annotations of the sandbox's; on a cluster with real images, by the tutorial's own endpoints. */
export interface Mood {
  readonly of: Version;
  /** Share of its requests that fail, and how. */
  readonly failures?: { readonly percent: number; readonly status: number };
  readonly latencyMs?: number;
}

/** One lesson on the mesh: objects that a student applies to the tutorial's namespace, and what they come to. */
export interface Lesson {
  /** As it is called for. @example "canary-90-10" */
  readonly name: string;
  /** One sentence. */
  readonly teaches: string;
  /**
   * Applied one after the other to the namespace of the tutorial. One that has the name of an object of the stack's own takes
   * its place until the lesson is over.
   */
  readonly objects: readonly MeshObject[];
  /** Pods of a version, where it takes another number than one. */
  readonly replicas?: Readonly<Partial<Record<Version, number>>>;
  /** How pods behave meanwhile. @default all answer at once */
  readonly moods?: readonly Mood[];
  /** Whom pods call that is outside. @default nobody */
  readonly calls?: { readonly service: TutorialName; readonly host: string; readonly port: number };
  /** What must be seen, each by itself. */
  readonly sees: readonly Sight[];
}
