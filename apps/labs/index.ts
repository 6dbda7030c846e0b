import { access } from "./chapters/access";
import { mesh } from "./chapters/mesh";
import { objects } from "./chapters/objects";
import { workloads } from "./chapters/workloads";
import type { Lab } from "./lab";

export type { Actor, CourseDay, Lab, LabPlace, Need } from "./lab";
export { days, type Day } from "./days";
export { lacking } from "./lacking";

/** Every lab, in the order of the course. */
export const labs: readonly Lab[] = [...access, ...objects, ...workloads, ...mesh];

export const labNamed = (name: string): Lab | undefined => labs.find((lab) => lab.name === name);
