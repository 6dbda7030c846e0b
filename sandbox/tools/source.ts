import type { Progress } from "../progress";
import type { ToolName, ToolSpec } from "./catalog";

/** A program ready to run. */
export interface Tool {
  readonly name: ToolName;
  readonly path: string;
  readonly version: string;
  readonly source: "PATH" | Source["kind"];
}

/** A way to come by programs that are not on this machine. */
export interface Source {
  readonly kind: "download" | "wheel" | "build";
  /** All that decides what comes out, as text to hash; undefined when this way has no such program here. */
  madeFrom(spec: ToolSpec): string | undefined;
  /** Makes programs in `scratch`: those that succeeded by name, and for the others why not. */
  make(specs: readonly ToolSpec[], scratch: string, progress: Progress): Promise<Made>;
}

export interface Made {
  readonly files: ReadonlyMap<ToolName, string>;
  readonly problems: ReadonlyMap<ToolName, string>;
}
