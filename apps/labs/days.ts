import { access } from "./chapters/access";
import { mesh } from "./chapters/mesh";
import { objects } from "./chapters/objects";
import { workloads } from "./chapters/workloads";
import { clusterTour } from "./cluster-tour";
import { configmaps } from "./configmaps";
import type { CourseDay, Lab } from "./lab";
import { pods } from "./pods";

export interface Day {
  readonly day: CourseDay;
  readonly title: string;
  /** In the order of the course. */
  readonly labs: readonly Lab[];
  /** Those whose baseline stands in each student's namespace when the day begins; together they fit the quota. */
  readonly morning: readonly Lab[];
}

/** The course's days. */
export const days: readonly Day[] = [
  { day: 1, title: "Images and access", labs: access, morning: [clusterTour] },
  {
    day: 2,
    title: "Objects and workloads",
    labs: [...objects, ...workloads],
    morning: [pods, configmaps],
  },
  { day: 3, title: "The shop and the mesh", labs: mesh, morning: [] },
];
