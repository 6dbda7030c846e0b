import { access } from "./access";
import { entry } from "./entry";
import { makers } from "./makers";
import { mesh } from "./mesh";
import { meshPolicies } from "./mesh-policies";
import { pods } from "./pods";
import { ports } from "./ports";
import { workloads } from "./workloads";

/** The access problems of docs/doctor.md, from the pods outwards. */
export const cases = [
  ...workloads,
  ...makers,
  ...pods,
  ...ports,
  ...entry,
  ...mesh,
  ...meshPolicies,
  ...access,
];
