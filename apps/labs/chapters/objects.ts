import { configmaps } from "../configmaps";
import type { Lab } from "../lab";

/** Day 2, objects: from the pod to the voting app, in the order of the course. */
export const objects: readonly Lab[] = [configmaps];
