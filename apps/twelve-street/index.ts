import * as pulumi from "@pulumi/pulumi";

import {
  Microservice,
  type Autoscaling,
  type Journey,
  type Release,
  type Rollout,
} from "../../components/microservice";
import { meshOf, type AppMesh } from "../app-mesh";
import { publicService, type PodTargets } from "../load-balancer";
import { appNamespace } from "../namespace";
import { callersOf } from "./callers";
import { usesOf, type BackingServiceName, type BackingServices } from "./neighbours";
import { propertiesFile, propertiesIn, secretProperties, secretsFolder } from "./properties";
import { serviceNames, servicePort, services, type ServiceName } from "./services";

export type { AppMesh } from "../app-mesh";
export type { PodTargets } from "../load-balancer";
export type { BackingService, BackingServices } from "./neighbours";

export interface ServiceSettings {
  /** Run it at all. @default true */
  readonly enabled: boolean;
  /** Its releases, and who is served by which. */
  readonly rollout: Rollout | Journey;
  /** Pods: a number, or an autoscaler's bounds. */
  readonly replicas: number | Autoscaling;
  /** Plain settings over the service's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Backing services whose credentials its pods get as files, see docs/services.md. @default none */
  readonly uses?: readonly BackingServiceName[];
}

export interface TwelveStreetArgs {
  /** The namespace to make; Pod Security `restricted` is enforced in it. */
  readonly namespace: string;
  /** Kubernetes version whose Pod Security rules hold. @example "1.36" */
  readonly kubernetesVersion: string;
  /**
   * How each of the six runs; a rollout that makes no sense throws an ArgumentError.
   * @example { products: { enabled: true, rollout, replicas: 1, env: {} }, … }
   */
  readonly services: Readonly<Record<ServiceName, ServiceSettings>>;
  /** Repositories of the images, without tags. */
  readonly images: Readonly<Record<ServiceName, pulumi.Input<string>>>;
  /** The image of a release that is none of those. @default the version as its tag */
  readonly imageOf?: (service: ServiceName, release: Release) => pulumi.Input<string>;
  /** Values of the services' secrets, and the key for the names of Secrets. */
  readonly secrets: pulumi.Input<ShopSecrets>;
  /** Its place in an Istio mesh. @default no mesh */
  readonly mesh?: AppMesh;
  /** Load balancers that send to its public services' pods themselves. @default none does */
  readonly podTargets?: PodTargets;
  /** Makes what services may use, in the shop's namespace, which is there by then. @default nothing */
  readonly backingServices?: (namespace: pulumi.Output<string>) => BackingServices;
  /** What pods wait for, such as node groups. @default nothing */
  readonly podsDependOn?: readonly pulumi.Resource[];
}

export interface ShopSecrets {
  /**
   * A long random key for the hash in the names of Secrets: with it alone can a value be guessed by
   * a name.
   */
  readonly namingKey: string;
  /** Secrets by service and name, as the table of services names them. @example { oauth: { SPRING_DATASOURCE_PASSWORD: "…" } } */
  readonly services: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;
}

/**
 * The 12-Street shop: six services in a namespace of their own. They start side by side; only the
 * UI waits, for the address of the gateway's load balancer.
 */
export class TwelveStreet extends pulumi.ComponentResource {
  readonly namespace: pulumi.Output<string>;
  /** Where browsers reach the gateway; undefined when it is switched off. */
  readonly gatewayUrl: pulumi.Output<string> | undefined;
  readonly uiUrl: pulumi.Output<string> | undefined;
  /** What was made for its services to use. */
  readonly backingServices: BackingServices;

  private readonly args: TwelveStreetArgs;
  private readonly made: Partial<Record<ServiceName, Microservice>> = {};

  constructor(name: string, args: TwelveStreetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("twelve-street:apps:TwelveStreet", name, {}, opts);
    this.args = args;
    const { namespace, kubernetesVersion, mesh, podTargets } = args;
    const labels = { ...mesh?.injection, ...podTargets?.readinessGates };
    const facts = { namespace, kubernetesVersion, labels };
    this.namespace = appNamespace(name, facts, { parent: this });
    this.backingServices = args.backingServices?.(this.namespace) ?? {};
    // The table has the gateway before the UI, which needs its address.
    for (const service of serviceNames) {
      if (args.services[service].enabled) this.made[service] = this.microservice(service);
    }
    this.gatewayUrl = this.publicUrl("gateway");
    this.uiUrl = this.publicUrl("ui");
    this.registerOutputs({
      namespace: this.namespace,
      gatewayUrl: this.gatewayUrl,
      uiUrl: this.uiUrl,
    });
  }

  private microservice(service: ServiceName): Microservice {
    const facts = services[service];
    const { mesh, podTargets, podsDependOn = [] } = this.args;
    const { rollout, env, replicas, uses = [] } = this.args.services[service];
    const used = usesOf(uses, this.backingServices);
    const { imageOf } = this.args;
    const secrets = pulumi.output(this.args.secrets);
    const hasSecrets = Object.keys(facts.secrets).length > 0;
    const properties = secrets.apply((all) =>
      secretProperties(facts.secrets, all.services[service] ?? {}),
    );
    return new Microservice(
      service,
      {
        namespace: this.namespace,
        rollout,
        repository: this.args.images[service],
        ...(imageOf && { imageOf: (release: Release) => imageOf(service, release) }),
        replicas,
        port: servicePort,
        ...(facts.public ? publicService(podTargets) : { callers: callersOf(service) }),
        config: { ...facts.env, ...env },
        env: {
          ...(service === "ui" && this.uiEnv()),
          ...(hasSecrets && propertiesIn(service)),
          ...used.env,
        },
        volumes: used.volumes,
        ...(hasSecrets && {
          secrets: {
            values: { [propertiesFile]: properties },
            as: { folder: secretsFolder(service) },
          },
        }),
        namingKey: secrets.namingKey,
        resources: facts.resources,
        probes: facts.readyPath === undefined ? {} : { ready: { http: facts.readyPath } },
        ...(mesh && { mesh: meshOf(mesh) }),
        podsDependOn: [...podsDependOn, ...(podTargets?.controller ?? []), ...used.podsDependOn],
      },
      { parent: this },
    );
  }

  /** The browser, not the pod, calls the gateway: it needs the address outside the cluster. */
  private uiEnv(): Record<string, pulumi.Input<string>> {
    const gateway = this.publicUrl("gateway");
    return gateway ? { VUE_APP_API_HOST: gateway } : {};
  }

  private publicUrl(service: ServiceName): pulumi.Output<string> | undefined {
    const address = this.made[service]?.address;
    return address && pulumi.interpolate`http://${address}:${servicePort}`;
  }
}
