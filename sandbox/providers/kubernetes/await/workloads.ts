import { at, condition, numberAt, textAt, type KubeObject } from "../objects";
import { podReasons } from "./pods";
import type { Readiness } from "./readiness";

const tenMinutes = 600;

/** The controller has not looked at the object's newest version yet, so its status tells of an older one. */
const stale = (object: KubeObject): boolean =>
  numberAt(object, "status", "observedGeneration") < (object.metadata.generation ?? 0);

const wanted = (object: KubeObject): number => {
  const replicas = at(object, "spec", "replicas");
  return typeof replicas === "number" ? replicas : 1;
};

const status = (object: KubeObject, field: string) => numberAt(object, "status", field);

/**
 * All pods are of the newest template and available, and none of an older one is left: `kubectl rollout status`' rule, which is the
 * official plugin's (pulumi-kubernetes await/deployment.go) plus the end of the old pods.
 */
export const deployment: Readiness = {
  seconds: tenMinutes,
  missing(object) {
    if (at(object, "spec", "paused") === true) return undefined;
    if (stale(object)) return "the controller has not seen it yet";
    const replicas = wanted(object);
    const updated = status(object, "updatedReplicas");
    const available = status(object, "availableReplicas");
    if (updated < replicas) return `${updated} of ${replicas} pods are updated`;
    if (status(object, "replicas") > updated)
      return `${status(object, "replicas") - updated} old pods are still there`;
    if (available < replicas) return `${available} of ${replicas} pods are available`;
    return condition(object, "Available")?.status === "True" ? undefined : "it is not available";
  },
  failed(object) {
    const progressing = condition(object, "Progressing");
    return !stale(object) && progressing?.reason === "ProgressDeadlineExceeded"
      ? (progressing.message ?? "it makes no progress")
      : undefined;
  },
  reasons: podReasons,
};

/** Source: pulumi-kubernetes await/statefulset.go; with a partition only the pods above it are updated. */
export const statefulSet: Readiness = {
  seconds: tenMinutes,
  missing(object) {
    if (stale(object)) return "the controller has not seen it yet";
    const replicas = wanted(object);
    const ready = status(object, "readyReplicas");
    if (ready < replicas) return `${ready} of ${replicas} pods are ready`;
    if (textAt(object, "spec", "updateStrategy", "type") === "OnDelete") return undefined;
    const partition = numberAt(object, "spec", "updateStrategy", "rollingUpdate", "partition");
    if (partition > 0)
      return status(object, "updatedReplicas") >= replicas - partition
        ? undefined
        : `${status(object, "updatedReplicas")} of ${replicas - partition} pods are updated`;
    return textAt(object, "status", "currentRevision") ===
      textAt(object, "status", "updateRevision")
      ? undefined
      : "its pods are being updated";
  },
  reasons: podReasons,
};

/** Source: pulumi-kubernetes await/daemonset.go (kstatus' rule). */
export const daemonSet: Readiness = {
  seconds: tenMinutes,
  missing(object) {
    if (stale(object)) return "the controller has not seen it yet";
    const nodes = status(object, "desiredNumberScheduled");
    for (const [field, word] of [
      ["currentNumberScheduled", "scheduled"],
      ["updatedNumberScheduled", "updated"],
      ["numberAvailable", "available"],
    ] as const) {
      const there = status(object, field);
      const skipped =
        field === "updatedNumberScheduled" &&
        textAt(object, "spec", "updateStrategy", "type") === "OnDelete";
      if (there < nodes && !skipped) return `${there} of ${nodes} pods are ${word}`;
    }
    return undefined;
  },
  reasons: podReasons,
};

export const replicationController: Readiness = {
  seconds: tenMinutes,
  missing(object) {
    const available = status(object, "availableReplicas");
    return available === wanted(object)
      ? undefined
      : `${available} of ${wanted(object)} pods are available`;
  },
  reasons: podReasons,
};

/** Source: pulumi-kubernetes await/job.go: a Job is ready when it is complete. */
export const job: Readiness = {
  seconds: tenMinutes,
  missing(object) {
    if (at(object, "spec", "suspend") === true) return undefined;
    if (condition(object, "Complete")?.status === "True") return undefined;
    const completions = numberAt(object, "spec", "completions") || 1;
    return `${status(object, "succeeded")} of ${completions} pods have succeeded`;
  },
  failed(object) {
    const failed = condition(object, "Failed");
    return failed?.status === "True"
      ? `it failed: ${failed.message ?? failed.reason ?? "no reason given"}`
      : undefined;
  },
  reasons: podReasons,
};
