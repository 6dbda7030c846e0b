import { accessIn, egress, permissive } from "./access";
import type { Lesson } from "./lesson";
import { circuitBreaker, rateLimit, resilience } from "./resilience";
import { routing } from "./routes";

export { tokens, permissive, type TokenIssuer } from "./access";
export type { Lesson, Mood, Sight, Version } from "./lesson";
export type { MeshObject } from "./objects";
export { onlyTo } from "./routes";
export { circuitBreaker, rateLimit } from "./resilience";

/** The lessons on Istio for a tutorial in this namespace, in the order of the course. Those by token need an issuer: `tokens`. */
export const meshLessons = (namespace: string): readonly Lesson[] => [
  ...routing,
  ...egress,
  ...resilience,
  circuitBreaker,
  rateLimit,
  permissive,
  ...accessIn(namespace),
];
