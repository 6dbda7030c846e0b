import type { Cluster } from "../cluster";
import { at, isObject, listAt, textAt, type KubeObject } from "../objects";
import type { Readiness } from "./readiness";

const hasAddress = (object: KubeObject): boolean =>
  listAt(object, "status", "loadBalancer", "ingress").length > 0;

const awaitsPods = (service: KubeObject): boolean => {
  const selector = at(service, "spec", "selector");
  return (
    isObject(selector) &&
    Object.keys(selector).length > 0 &&
    textAt(service, "spec", "type") !== "ExternalName" &&
    textAt(service, "spec", "clusterIP") !== "None"
  );
};

/**
 * A Service is ready when it has a pod to send to and, as a load balancer, its address. Source: pulumi-kubernetes await/service.go, which
 * besides waits ten seconds after every change of the endpoints, and waits for endpoints of a Service without selector too.
 */
export const service: Readiness = {
  seconds: 600,
  missing: (object) =>
    textAt(object, "spec", "type") === "LoadBalancer" && !hasAddress(object)
      ? "no load balancer has given it an address"
      : undefined,
  beside: async (cluster, object, signal) => {
    if (awaitsPods(object)) await endpoints(cluster, object, signal);
  },
  besideMissing: "it has no pod to send to: its selector may match none, or they do not start",
};

/** Endpoints objects are deprecated since Kubernetes 1.33; their slices say the same. */
async function endpoints(cluster: Cluster, object: KubeObject, signal: AbortSignal): Promise<void> {
  const slices = await cluster.kinds.of({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
  });
  const { name = "", namespace = "" } = object.metadata;
  const query = { labelSelector: `kubernetes.io/service-name=${name}` };
  while (!signal.aborted) {
    // Without a resourceVersion a watch begins with what is there.
    for await (const { object: slice } of cluster.api.watch(
      slices.collection(namespace),
      query,
      signal,
    ))
      if (listAt(slice, "endpoints").length > 0) return;
  }
}

/** Source: pulumi-kubernetes await/ingress.go; a backend without Service is a warning there, and the address is what is waited for. */
export const ingress: Readiness = {
  seconds: 600,
  missing: (object) =>
    hasAddress(object) ? undefined : "no ingress controller has given it an address",
  reasons: async (cluster, object) => {
    const services = await cluster.kinds.of({ apiVersion: "v1", kind: "Service" });
    const { items } = await cluster.api.request<{ items: KubeObject[] }>(
      "GET",
      services.collection(object.metadata.namespace),
    );
    const known = new Set(items.map((one) => one.metadata.name));
    return backends(object)
      .filter((name) => !known.has(name))
      .map((name) => `no Service "${name}" for one of its paths`);
  },
};

export function backends(object: KubeObject): string[] {
  const named = listAt(object, "spec", "rules")
    .flatMap((rule) => listAt(rule, "http", "paths"))
    .map((path) => textAt(path, "backend", "service", "name"));
  return [
    ...new Set([...named, textAt(object, "spec", "defaultBackend", "service", "name")]),
  ].filter(Boolean);
}
