import { isDeepStrictEqual } from "node:util";
import type { Cluster } from "../cluster";
import { ApiError } from "../errors";
import { at, condition, isObject, textAt, type KubeObject } from "../objects";
import type { Readiness } from "./readiness";

const fiveMinutes = 300;

/** Source: pulumi-kubernetes await/awaiters.go untilCoreV1PersistentVolumeInitialized. */
export const persistentVolume: Readiness = {
  seconds: fiveMinutes,
  missing: (object) =>
    ["Available", "Bound"].includes(textAt(object, "status", "phase"))
      ? undefined
      : "it is neither available nor bound",
};

/**
 * A claim is ready when it is bound, or when its class waits for the first pod that uses it: waiting for that pod here would never end.
 * Source: pulumi-kubernetes await/awaiters.go untilCoreV1PersistentVolumeClaimReady.
 */
export async function claim(cluster: Cluster, object: KubeObject): Promise<Readiness> {
  const mode = await bindingMode(cluster, textAt(object, "spec", "storageClassName"));
  return {
    seconds: fiveMinutes,
    missing: (live) => {
      const phase = textAt(live, "status", "phase");
      const waits = mode === "WaitForFirstConsumer" && phase === "Pending";
      return phase === "Bound" || waits
        ? undefined
        : `it is ${phase.toLowerCase() || "new"}, not bound`;
    },
  };
}

async function bindingMode(cluster: Cluster, name: string): Promise<string> {
  if (!name) return "";
  const classes = await cluster.kinds.of({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass" });
  try {
    const path = `${classes.collection()}/${encodeURIComponent(name)}`;
    return textAt(await cluster.api.request("GET", path), "volumeBindingMode");
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return "";
    throw error;
  }
}

export const customResourceDefinition: Readiness = {
  seconds: 60,
  missing: (object) =>
    condition(object, "Established")?.status === "True" ? undefined : "it is not established",
  failed: (object) => {
    const accepted = condition(object, "NamesAccepted");
    return accepted?.status === "False"
      ? `its names are taken: ${accepted.message ?? ""}`
      : undefined;
  },
};

/** Source: pulumi-kubernetes await/awaiters.go untilCoreV1ResourceQuotaInitialized. */
export const resourceQuota: Readiness = {
  seconds: 60,
  missing: (object) =>
    isDeepStrictEqual(at(object, "spec", "hard"), at(object, "status", "hard"))
      ? undefined
      : "its limits are not in force yet",
};

/** Only a service account's token is filled in by a controller. Source: pulumi-kubernetes await/awaiters.go untilCoreV1SecretInitialized. */
export const secret: Readiness = {
  seconds: 5,
  missing: (object) => {
    const filled = isObject(object.data) && Object.keys(object.data).length > 0;
    return object.type !== "kubernetes.io/service-account-token" || filled
      ? undefined
      : "no controller has filled in its token";
  },
};
