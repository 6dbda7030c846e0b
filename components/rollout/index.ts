export { awaitedSlots, isRouteAlone, leavingSlots } from "./awaited";
export { desired } from "./desired";
export { httpRoutes, istioSubsets, type IstioHttpRoute } from "./istio";
export { phasesOf, pictureOf, type Journey } from "./journey";
export { type Phase, type PhaseKind } from "./leg";
export {
  leastPods,
  slotNames,
  slotOf,
  visitedSlots,
  type Picture,
  type Slot,
  type SlotName,
  type Traffic,
} from "./picture";
export { plan } from "./plan";
export { mostPods, surgeOf, weightByPods } from "./pods";
export { type Problem } from "./problem";
export { releaseKey } from "./release";
export { abort, finish, promote, served, start } from "./transitions";
export type * from "./types";
export { propagation, strategies } from "./types";
export { check, percentage, problems, releasesOf } from "./validate";
