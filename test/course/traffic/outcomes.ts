import { nobody } from "../../../course/traffic/answered";
import type { Outcome } from "../../../course/traffic/client";

/** An outcome as the client tells it, for tests that need no requests. */
export const outcome = (
  version: string,
  { dueMs = 0, latencyMs = 5, status = 200, ...rest }: Partial<Outcome> = {},
): Outcome => ({
  index: 0,
  ask: {},
  client: undefined,
  dueMs,
  lateMs: 0,
  latencyMs,
  status,
  by: { ...nobody, version },
  headers: {},
  ...rest,
});
