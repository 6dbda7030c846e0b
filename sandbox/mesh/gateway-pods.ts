import { labelSelectorOf } from "../label-selector";
import { orLater, type Api } from "../providers/aws/kube-api";
import { barePod } from "./bare-pod";
import type { Unplaced } from "./envoy";
import { isReady, readinessStatus, type Pod } from "./pods";
import { pathOf } from "./troupe";

/** On the pod that is made where there is no chart to make one. */
const mark = "sandbox.twelve-street/gateway";

const lookEveryMs = 1_000;

type Gateway = Pick<Unplaced, "name" | "namespace" | "labels" | "serviceAccount">;

const folderOf = ({ namespace }: Gateway): string => `/api/v1/namespaces/${namespace}/pods`;

/** No Envoy's own name: istiod would take that pod's labels for the Envoy's, by which the sandbox's objects find it. */
const podName = ({ name }: Gateway): string => `${name}-sandbox`;

const podOf = (gateway: Gateway) =>
  barePod({
    metadata: {
      name: podName(gateway),
      namespace: gateway.namespace,
      labels: { ...gateway.labels, [mark]: "true" },
    },
    user: 1337,
    account: gateway.serviceAccount,
    container: { name: "istio-proxy", image: "envoy:sandbox" },
  });

/** The ingress gateway's pods, as ready as the Envoy that stands for them all. */
export class GatewayPods {
  private pods: readonly Pod[] = [];
  private looked = 0;

  constructor(
    private readonly api: Api,
    private readonly gateway: Gateway,
  ) {}

  /** Pods and their namespace come and go with the stack. */
  keep(serves: boolean): Promise<void> {
    return orLater(async () => {
      if (Date.now() - this.looked >= lookEveryMs) await this.look(serves);
      this.pods = await Promise.all(this.pods.map((pod) => this.brought(pod, serves)));
    });
  }

  private async look(serves: boolean): Promise<void> {
    this.looked = Date.now();
    const folder = folderOf(this.gateway);
    const found = await this.api.call<{ items: readonly Pod[] }>(
      "GET",
      `${folder}?labelSelector=${encodeURIComponent(labelSelectorOf(this.gateway.labels))}`,
    );
    this.pods = found?.items ?? [];
    if (this.pods.length === 0 && serves) await this.api.call("POST", folder, podOf(this.gateway));
  }

  private async brought(pod: Pod, serves: boolean): Promise<Pod> {
    const runs = pod.status.phase === "Running" && pod.metadata.deletionTimestamp === undefined;
    if (!runs || isReady(pod) === serves) return pod;
    const path = `${pathOf(pod)}/status`;
    return (await this.api.call<Pod>("PATCH", path, readinessStatus(pod, serves))) ?? pod;
  }
}

/** Takes the pod away again, if it is ours. */
export async function dropGatewayPod(api: Api, gateway: Gateway): Promise<void> {
  const path = `${folderOf(gateway)}/${podName(gateway)}`;
  const there = await api.call<Pod>("GET", path);
  if (there?.metadata.labels?.[mark]) await api.call("DELETE", path);
}
