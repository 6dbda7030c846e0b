export { deleteControlPlane, stopControlPlane } from "./stop";
export { startControlPlane, type StartOptions, type ControlPlane } from "./start";
export { controlPlaneStatus, type ControlPlaneStatus } from "./status";
