import { AppsV1Api, CoreV1Api, KubeConfig, VersionApi } from "@kubernetes/client-node";

import { isTrue } from "./conditions";

/** What the API server itself says stands: the summary is made of this, not of what we asked for. */
export interface Live {
  /** The API server's own version. */
  server: string;
  /** `kubelets` are the versions that the nodes name, each once. */
  nodes: { ready: number; all: number; kubelets: string[] };
  deployments: { available: number; all: number };
  services: number;
  configMaps: number;
  secrets: number;
}

/** @param namespace the shop's; a stack without the shop has none */
export async function readLive(kubeconfig: string, namespace: string | undefined): Promise<Live> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const within = async <T>(
    list: (space: { namespace: string }) => Promise<{ items: T[] }>,
  ): Promise<{ items: T[] }> =>
    namespace === undefined ? { items: [] } : await list({ namespace });
  const [server, nodes, deployments, services, configMaps, secrets] = await Promise.all([
    config.makeApiClient(VersionApi).getCode(),
    core.listNode(),
    within((space) => apps.listNamespacedDeployment(space)),
    within((space) => core.listNamespacedService(space)),
    within((space) => core.listNamespacedConfigMap(space)),
    within((space) => core.listNamespacedSecret(space)),
  ]);
  const kubelets = nodes.items.flatMap(({ status }) => status?.nodeInfo?.kubeletVersion ?? []);
  return {
    server: server.gitVersion,
    nodes: {
      all: nodes.items.length,
      kubelets: [...new Set(kubelets)].sort(),
      ready: nodes.items.filter((node) => isTrue(node.status?.conditions, "Ready")).length,
    },
    deployments: {
      all: deployments.items.length,
      available: deployments.items.filter((item) => isTrue(item.status?.conditions, "Available"))
        .length,
    },
    services: services.items.length,
    // Every namespace has this one from Kubernetes itself.
    configMaps: configMaps.items.filter((item) => item.metadata?.name !== "kube-root-ca.crt")
      .length,
    secrets: secrets.items.length,
  };
}
