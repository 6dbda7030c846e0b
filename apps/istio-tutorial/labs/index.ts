import { accessIn, egress, permissive } from "./access";
import type { Lab } from "./lab";
import { circuitBreaker, rateLimit, resilience } from "./resilience";
import { routing } from "./routes";

export { tokens, permissive, type TokenIssuer } from "./access";
export type { Lab, Mood, Sight, Version } from "./lab";
export type { LabObject } from "./objects";
export { circuitBreaker, rateLimit } from "./resilience";

/** The labs on Istio for a tutorial in this namespace, in the order of the course. Those by token need an issuer: `tokens`. */
export const istioLabs = (namespace: string): readonly Lab[] => [
  ...routing,
  ...egress,
  ...resilience,
  circuitBreaker,
  rateLimit,
  permissive,
  ...accessIn(namespace),
];
