import type { World } from "../../../../course/doctor/world";
import { slice } from "../worlds";

/** An access problem, and the same without it. */
export interface Case {
  /** As docs/doctor.md has it. */
  readonly rule: string;
  readonly wrong: Partial<World>;
  readonly says: RegExp;
  /** Much the same, and all right. */
  readonly right: Partial<World>;
  /** It is told of, and is no fault. */
  readonly noted?: true;
}

export const noEndpoints = { slices: [slice(null)] };
export const noIngress = { ingresses: [] };
