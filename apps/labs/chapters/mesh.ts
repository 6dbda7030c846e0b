import type { Lab } from "../lab";

/** Day 3: the shop and the mesh, in the order of the course. */
export const mesh: readonly Lab[] = [];
