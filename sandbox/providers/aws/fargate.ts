import { setTimeout as pause } from "node:timers/promises";
import {
  fargateBinding,
  fargateNodes,
  fargatePolicy,
  objectName,
  probeLabel,
  probeValue,
  profileLabel,
  profileName,
} from "./fargate-objects";
import { type Api, isGone, Refused } from "./kube-api";
import type { Watch } from "./node-replacement";
import type { AccountView, Existing } from "./types";

const group = "/apis/admissionregistration.k8s.io/v1";
const policies = `${group}/mutatingadmissionpolicies`;
const bindings = `${group}/mutatingadmissionpolicybindings`;
const conflict = 409;
const forbidden = 403;

/** With a tenth of a second between two, half a minute: the API server takes up a policy within one or two. */
const looks = 300;

/** Fargate profiles in the sandbox's Kubernetes: virtual nodes, and a policy that sends their pods there. */
export class FargateProfiles {
  private client: Api | undefined;

  constructor(
    private readonly connect: () => Api,
    private readonly intervalMs = 100,
  ) {}

  /** Profiles never change, so what is there already is as it should be. */
  async settle(profile: Existing, account: AccountView, watch: Watch): Promise<void> {
    const objects: readonly (readonly [string, unknown])[] = [
      ...fargateNodes(profile, account).map((node) => ["/api/v1/nodes", node] as const),
      [policies, fargatePolicy(profile)],
      [bindings, fargateBinding(profile)],
    ];
    await Promise.all(objects.map(([path, body]) => this.create(path, body)));
    await this.untilItWorks(profile, watch);
  }

  /** A cluster that is gone already took all of it along. */
  async remove(profile: Existing, warn: (text: string) => void): Promise<void> {
    try {
      const selector = encodeURIComponent(`${profileLabel}=${profileName(profile)}`);
      const nodes = await this.api.call<{ items: { metadata: { name: string } }[] }>(
        "GET",
        `/api/v1/nodes?labelSelector=${selector}`,
      );
      const paths = (nodes?.items ?? []).map(({ metadata }) => `/api/v1/nodes/${metadata.name}`);
      const own = [bindings, policies].map((path) => `${path}/${objectName(profile)}`);
      for (const path of [...own, ...paths]) await this.api.call("DELETE", path);
    } catch (error) {
      if (!isGone(error)) throw error;
      warn(`the nodes of ${profile.id} were not removed: ${(error as Error).message}`);
    }
  }

  private get api(): Api {
    return (this.client ??= this.connect());
  }

  private async create(path: string, body: unknown): Promise<void> {
    try {
      await this.api.call("POST", path, body);
    } catch (error) {
      if (!(error instanceof Refused && error.status === conflict)) throw error;
    }
  }

  /** The API server takes a policy up a moment later, and pods made before would wait for ever. */
  private async untilItWorks(profile: Existing, watch: Watch): Promise<void> {
    watch.status("waiting for the API server to send pods to Fargate");
    for (let look = 0; look < looks; look += 1) {
      if (await this.takesProbe(profile)) return;
      await pause(this.intervalMs, undefined, { signal: watch.signal });
    }
    throw new Error(`the API server does not send pods to the Fargate profile ${profile.id}`);
  }

  private async takesProbe(profile: Existing): Promise<boolean> {
    const probe = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { generateName: "fargate-probe-", labels: { [probeLabel]: probeValue(profile) } },
      spec: {
        automountServiceAccountToken: false,
        containers: [{ name: "probe", image: "probe" }],
      },
    };
    try {
      const pod = await this.api.call<{ spec: { nodeSelector?: Record<string, string> } }>(
        "POST",
        "/api/v1/namespaces/default/pods?dryRun=All",
        probe,
      );
      return pod?.spec.nodeSelector?.[profileLabel] === profileName(profile);
    } catch (error) {
      // A young cluster has no service account yet.
      if (error instanceof Refused && error.status === forbidden) return false;
      throw error;
    }
  }
}
