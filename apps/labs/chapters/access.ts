import type { Lab } from "../lab";

/** Day 1: images and the way in, in the order of the course. */
export const access: readonly Lab[] = [];
