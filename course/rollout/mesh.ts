import { ApiException, CoreV1Api, CustomObjectsApi } from "@kubernetes/client-node";
import type { KubeConfig, V1Pod } from "@kubernetes/client-node";

import { gatewayLabels, ingressGatewayName } from "../../components/istio-mesh/names";
import { labelSelectorOf } from "../../sandbox/label-selector";

/** Wherever they stand: Istio's own installation puts them beside istiod. */
const ingressGateways = labelSelectorOf(gatewayLabels(ingressGatewayName));

/** Whether the API server says that a webhook could not be asked: nobody judged a write. */
export const isUnjudged = (text: string): boolean => /failed calling webhook/i.test(text);

/**
 * What of a mesh must answer for a route to be changed and to arrive: istiod, which judges the change and sends it out, and the
 * pods that call, which are unready while their Envoy is.
 */
export class Mesh {
  private readonly core: CoreV1Api;
  private readonly objects: CustomObjectsApi;
  /** Since when callers have been ready: that one never was is no news. */
  private readonly ready = new Map<string, string>();

  constructor(
    config: KubeConfig,
    private readonly namespace: string,
    private readonly app: string,
  ) {
    this.core = config.makeApiClient(CoreV1Api);
    this.objects = config.makeApiClient(CustomObjectsApi);
  }

  /** What does not answer now, in words; empty where all of it does. */
  async away(): Promise<string[]> {
    const [istiod, callers] = await Promise.all([this.istiod(), this.callers()]);
    return [...istiod, ...callers];
  }

  /** Has the service's route judged as it stands: istiod answers, or the API server says that it does not. */
  private async istiod(): Promise<string[]> {
    const about = {
      ...{ group: "networking.istio.io", version: "v1", plural: "virtualservices" },
      ...{ namespace: this.namespace, name: this.app },
    };
    try {
      const body: unknown = await this.objects.getNamespacedCustomObject(about);
      await this.objects.replaceNamespacedCustomObject({ ...about, body, dryRun: "All" });
    } catch (error) {
      if (!(error instanceof ApiException)) throw error;
      if (isUnjudged(String(error.body))) return ["istiod does not answer"];
      // Gone, or changed by somebody else meanwhile: whoever said so was not istiod, nor its absence.
    }
    return [];
  }

  private async callers(): Promise<string[]> {
    const lists = await Promise.all([
      this.core.listNamespacedPod({ namespace: this.namespace }),
      this.core.listPodForAllNamespaces({ labelSelector: ingressGateways }),
    ]);
    return callersAway(
      lists.flatMap(({ items }) => items),
      this.app,
      this.ready,
    );
  }
}

/**
 * @param ready since when each has been ready, by uid: brought up to date, so that each loss is told of once more than it lasts, and
 *   one between two looks is told of, too
 */
export function callersAway(
  pods: readonly V1Pod[],
  app: string,
  ready: Map<string, string>,
): string[] {
  const lost = pods.filter(({ metadata, status }) => {
    if (metadata?.labels?.app === app || metadata?.deletionTimestamp) return false;
    const uid = metadata?.uid ?? "";
    const before = ready.get(uid);
    const is = status?.conditions?.find((it) => it.type === "Ready");
    const since = String(is?.lastTransitionTime?.getTime());
    if (is?.status === "True") ready.set(uid, since);
    return before !== undefined && (is?.status !== "True" || since !== before);
  });
  const names = lost.map(({ metadata }) => metadata?.labels?.app ?? metadata?.name ?? "a pod");
  return [...new Set(names)].map((name) => `${name}, which may call it, has lost its readiness`);
}
