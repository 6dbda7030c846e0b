import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Lab, LabPlace } from "../../../apps/labs";
import type { KubeObject } from "../../../components/classroom/objects";
import type { Hands } from "./hands";

/** Where one lab is worked, after its shared objects and its baseline have gone up. */
export interface Desk {
  readonly place: LabPlace;
  /** Who runs the lab, in the student's namespace: `student` or `instructor`. */
  readonly actor: Hands;
  readonly student: Hands;
  readonly instructor: Hands;
}

/** Does what a lab's `changes` say, and asserts the effect that the lab teaches. */
export type Proof = (desk: Desk) => Promise<void>;

const fileOf = (lab: string) => join(__dirname, "proofs", `${lab}.ts`);

export const hasProof = (lab: string): boolean => existsSync(fileOf(lab));

/** The proof of a lab stands in the file of its name. */
export async function proofOf(lab: string): Promise<Proof> {
  const { proof } = (await import(fileOf(lab))) as { proof: Proof };
  return proof;
}

/** What the actor makes in a lab. */
export const makesOf = ({ makes }: Lab, place: LabPlace): readonly KubeObject[] =>
  makes?.(place) ?? [];
