import type { Lab } from "../lab";

/** Day 2, workloads: what runs, scales, logs and is secured, in the order of the course. */
export const workloads: readonly Lab[] = [];
