import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

import { Authority } from "../../../sandbox/certificates";
import type { Hands, Live, PodFacts } from "./hands";

const group = "metrics.k8s.io";
const version = "v1beta1";
const service = { name: "metrics-stand-in", namespace: "kube-system" };

/** What each container of a namespace uses of CPU from now on. */
type Use = (namespace: string, cpu: string) => void;

/**
 * Stands in for metrics-server, which has no kubelets to ask here, while `work` is under way: the API server itself
 * hands what is asked of that API over to it.
 */
export async function withMetrics(
  instructor: Hands,
  work: (use: Use) => Promise<void>,
): Promise<void> {
  const used = new Map<string, string>();
  const answer = async (path: string): Promise<object> => {
    const [, namespace] = /\/namespaces\/([^/]+)\/pods/.exec(path) ?? [];
    if (namespace === undefined) return discovery;
    const selector = new URL(path, "https://localhost").searchParams.get("labelSelector") ?? "";
    const words = ["get", "pods", "-n", namespace, "-l", selector, "-o", "json"];
    const pods = JSON.parse(await instructor.kubectl(...words)) as { items: (Live & PodFacts)[] };
    const cpu = used.get(namespace) ?? "0";
    return {
      kind: "PodMetricsList",
      apiVersion: `${group}/${version}`,
      metadata: {},
      items: pods.items.map(({ metadata, spec }) => ({
        metadata: { name: metadata.name, namespace, labels: metadata.labels },
        timestamp: new Date().toISOString(),
        window: "15s",
        containers: spec.containers.map(({ name }) => ({ name, usage: { cpu, memory: "16Mi" } })),
      })),
    };
  };
  // Nobody is asked to believe it.
  const { key, pem } = await Authority.make({ commonName: "localhost" });
  const server = createServer({ key: key.pem, cert: pem }, (request, response) => {
    void answer(request.url ?? "").then(
      (body) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const objects = registration((server.address() as AddressInfo).port);
  try {
    await instructor.apply(...objects);
    await instructor.kubectl(
      "wait",
      "--for=condition=Available",
      "apiservice",
      apiService,
      "--timeout=30s",
    );
    await work((namespace, cpu) => used.set(namespace, cpu));
  } finally {
    await instructor.kubectl("delete", "apiservice", apiService, "--ignore-not-found");
    const words = ["delete", "service", service.name, "--namespace", service.namespace];
    await instructor.kubectl(...words, "--ignore-not-found");
    server.closeAllConnections();
    server.close();
  }
}

const apiService = `${version}.${group}`;

const discovery = {
  kind: "APIResourceList",
  apiVersion: "v1",
  groupVersion: `${group}/${version}`,
  resources: [
    {
      name: "pods",
      singularName: "",
      namespaced: true,
      kind: "PodMetrics",
      verbs: ["get", "list"],
    },
  ],
};

const registration = (port: number) => [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: service,
    spec: { type: "ExternalName", externalName: "localhost", ports: [{ port }] },
  },
  {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: apiService },
    spec: {
      group,
      version,
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { ...service, port },
    },
  },
];
