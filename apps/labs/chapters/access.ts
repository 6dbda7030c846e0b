import { clusterTour } from "../cluster-tour";
import { kubeconfig } from "../kubeconfig";
import type { Lab } from "../lab";
import { myEcr } from "../my-ecr";

/** Day 1: images and the way in, in the order of the course. */
export const access: readonly Lab[] = [myEcr, kubeconfig, clusterTour];
