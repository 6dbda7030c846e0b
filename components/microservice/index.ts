import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { MicroserviceArgs } from "./args";
import { configName, secretName } from "./names";
import { podSpec } from "./pod";
import { servingSlot, slotsOf, type Slot } from "./rollout";

export type { MicroserviceArgs, Probes, Resources } from "./args";
export type { Ramped, Release, Rollout } from "./rollout";

/**
 * Everything that one service needs in a namespace: account, settings, secrets, pods, an address,
 * a budget for evictions and a rule for who may call. All objects bear the component's name.
 *
 * @example
 * new Microservice("web", {
 *   namespace: "shop",
 *   rollout: { strategy: "ramped", release: { version: "v1", image: "example.org/web:v1" } },
 *   resources: { cpuMillis: 50, cpuLimitMillis: 500, memoryMiB: 64, memoryLimitMiB: 128 },
 *   probes: { readyPath: "/healthz" },
 *   callers: ["gateway"],
 * }, { provider: cluster.provider });
 */
export class Microservice extends pulumi.ComponentResource {
  /** How others in the cluster reach it. @example "http://web:8080" */
  readonly url: string;
  /** Its load balancer's host name or IP; only with `exposure: "loadBalancer"`. */
  readonly address: pulumi.Output<string> | undefined;

  private readonly args: MicroserviceArgs;
  private readonly inside: pulumi.CustomResourceOptions;
  private readonly port: number;

  constructor(
    private readonly name: string,
    args: MicroserviceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("twelve-street:components:Microservice", name, {}, opts);
    this.args = args;
    this.inside = { parent: this };
    this.port = args.port ?? 8080;
    const serving = { app: name, slot: servingSlot(args.rollout) };

    const account = new k8s.core.v1.ServiceAccount(
      name,
      { metadata: this.metadata(name), automountServiceAccountToken: false },
      this.inside,
    );
    for (const slot of slotsOf(args.rollout)) this.deployment(slot, account);
    const service = new k8s.core.v1.Service(
      name,
      {
        metadata: {
          ...this.metadata(name),
          annotations: { ...args.serviceAnnotations, ...patience(args.exposure) },
        },
        spec: {
          type: args.exposure === "loadBalancer" ? "LoadBalancer" : "ClusterIP",
          selector: serving,
          ports: [{ name: "http", port: this.port, targetPort: "http", appProtocol: "http" }],
        },
      },
      this.inside,
    );
    if ((args.replicas ?? 1) > 1) this.budget(serving);
    this.callers();

    this.url = `http://${name}:${this.port}`;
    this.address =
      args.exposure === "loadBalancer"
        ? service.status.apply((s) => addressOf(name, s))
        : undefined;
    this.registerOutputs({ url: this.url, address: this.address });
  }

  private metadata(name: pulumi.Input<string>) {
    return { name, namespace: this.args.namespace, labels: { app: this.name } };
  }

  private deployment(slot: Slot, account: k8s.core.v1.ServiceAccount): void {
    const { release } = slot;
    const name = slot.name === "stable" ? this.name : `${this.name}-${slot.name}`;
    const selector = { app: this.name, slot: slot.name };
    const labels = { ...selector, version: release.version };
    new k8s.apps.v1.Deployment(
      name,
      {
        metadata: { ...this.metadata(name), labels },
        spec: {
          replicas: this.args.replicas ?? 1,
          revisionHistoryLimit: 3,
          minReadySeconds: slot.minReadySeconds,
          strategy: {
            type: "RollingUpdate",
            rollingUpdate: { maxUnavailable: 0, maxSurge: slot.maxSurge },
          },
          // The version is no part of it: a Deployment's selector can never change.
          selector: { matchLabels: selector },
          template: {
            metadata: { labels },
            spec: podSpec({
              app: this.name,
              labels: selector,
              image: release.image,
              port: this.port,
              env: release.env ?? {},
              configMap: this.configMap(name, release.config ?? {}),
              secret: this.secret(name, release.secrets ?? {}),
              serviceAccount: account.metadata.name,
              resources: this.args.resources,
              probes: this.args.probes,
            }),
          },
        },
      },
      { ...this.inside, dependsOn: [...(this.args.podsDependOn ?? [])] },
    );
  }

  private configMap(base: string, data: Readonly<Record<string, string>>) {
    if (Object.keys(data).length === 0) return undefined;
    const made = new k8s.core.v1.ConfigMap(
      base,
      { metadata: this.metadata(configName(base, data)), immutable: true, data: { ...data } },
      this.inside,
    );
    return made.metadata.name;
  }

  private secret(base: string, values: Readonly<Record<string, pulumi.Input<string>>>) {
    if (Object.keys(values).length === 0) return undefined;
    const { namingKey } = this.args;
    if (namingKey === undefined)
      throw new TypeError(`${this.name} has release.secrets: give it a namingKey as well.`);
    const data = pulumi.secret(pulumi.all(values));
    const made = new k8s.core.v1.Secret(
      base,
      {
        metadata: this.metadata(secretName(base, data, namingKey)),
        immutable: true,
        type: "Opaque",
        stringData: data,
      },
      this.inside,
    );
    return made.metadata.name;
  }

  /** Drains take one pod at a time; a pod that is not ready anyway never blocks one. */
  private budget(matchLabels: Record<string, string>): void {
    new k8s.policy.v1.PodDisruptionBudget(
      this.name,
      {
        metadata: this.metadata(this.name),
        spec: {
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: "AlwaysAllow",
          selector: { matchLabels },
        },
      },
      this.inside,
    );
  }

  private callers(): void {
    const { callers = this.args.exposure === "loadBalancer" ? "anyone" : [] } = this.args;
    const from = callers === "anyone" ? undefined : callers.map(appIs);
    const open = { ports: [{ port: this.port, protocol: "TCP" }], ...(from && { from }) };
    new k8s.networking.v1.NetworkPolicy(
      this.name,
      {
        metadata: this.metadata(this.name),
        spec: {
          podSelector: { matchLabels: { app: this.name } },
          policyTypes: ["Ingress"],
          // No rule at all lets nobody in; a rule with an empty `from` would let in everybody.
          ingress: from?.length === 0 ? [] : [open],
        },
      },
      this.inside,
    );
  }
}

/** The API leaves out what is not there, whatever the SDK's type says. */
interface Status {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[];
  };
}

/**
 * Pulumi would wait until a Service has pods, for ever where `replicas` is 0, and in turn after turn
 * where one service is told another's address. The Deployment waits for pods already: a Service is
 * done when it has the address that others are told.
 */
const patience = (exposure: MicroserviceArgs["exposure"]): Record<string, string> =>
  exposure === "loadBalancer"
    ? { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}" }
    : { "pulumi.com/skipAwait": "true" };

const appIs = (app: string) => ({ podSelector: { matchLabels: { app } } });

function addressOf(name: string, status: Status | undefined): string {
  const [first] = status?.loadBalancer?.ingress ?? [];
  const address = first?.hostname ?? first?.ip;
  if (address === undefined)
    throw new Error(`The Service ${name} has no address yet: run \`up\` again.`);
  return address;
}
