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
export type Proof = (desk: Desk, lab: Lab) => Promise<void>;

/** Of these there are many that are alike, each with the family's name before its own. */
const families = ["istio", "shop"];

/** Where a lab is below apps/labs, by its name. */
export const folderOf = (lab: string): string =>
  families.find((family) => lab.startsWith(`${family}-`)) ?? lab;

const fileOf = (lab: string): string | undefined =>
  [lab, folderOf(lab)]
    .map((name) => join(__dirname, "proofs", `${name}.ts`))
    .find((file) => existsSync(file));

export const hasProof = (lab: string): boolean => fileOf(lab) !== undefined;

/** The proof of a lab stands in the file of its name, or of its family's. */
export function proofOf(lab: string): Proof {
  const file = fileOf(lab);
  if (file === undefined) throw new Error(`${lab} has no proof`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a path known at run time only
  const { proof } = require(file) as { proof: Proof };
  return proof;
}

/** What the actor makes in a lab. */
export const makesOf = ({ makes }: Lab, place: LabPlace): readonly KubeObject[] =>
  makes?.(place) ?? [];
