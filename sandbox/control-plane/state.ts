import { readFileSync } from "node:fs";

import { writePrivate } from "../files";
import type { ComponentName } from "./components";
import type { Layout } from "./layout";
import type { Ports } from "./ports";
import type { Started } from "./processes";

/** What the last start has set up: enough to find every process again, and to end it. */
export interface State {
  readonly ports: Ports;
  readonly components: readonly Started<ComponentName>[];
  /** For how many there has been room. @default 0 */
  readonly students?: number;
}

export function readState(layout: Layout): State | undefined {
  try {
    return JSON.parse(readFileSync(layout.state, "utf8")) as State;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Written before anything is started, so that no process is ever unknown. */
export function writeState(layout: Layout, state: State): void {
  writePrivate(layout.state, JSON.stringify(state, undefined, 2));
}
