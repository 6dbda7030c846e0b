import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { istioObject } from "../istio-api";
import { pictureOf, type Picture, type SlotName } from "../rollout";
import { networkPolicy, type Access } from "./access";
import type { MicroserviceArgs } from "./args";
import { checkMicroservice } from "./check";
import { Contents } from "./contents";
import { istiod, meshPolicy, meshRoutes, numbersPort } from "./mesh";
import { labelled } from "./names";
import { rolloutOptions } from "./options";
import { changed } from "./transform";
import { slotLabels, workload } from "./workload";

export type { Rollout, Release, Journey } from "../rollout";
export type { Callee, Caller, Elsewhere } from "./access";
export type * from "./args";
export type { ExtraContainer, Sidecar } from "./containers";
export { filesIn } from "./files";
export type { Mesh, MeshIngress } from "./mesh";
export type { Check, Probe, Probes } from "./probes";
export { rolloutOptions } from "./options";
export type { Security } from "./security";
export type { Transform } from "./transform";
export type { As, Mount, Secrets, Settings } from "./settings";
export type * from "./volumes";

/**
 * Everything that one service needs in a namespace: account, settings, secrets, pods of each release,
 * an address, budgets, autoscalers, routes, and rules for who may call whom. All objects bear its name.
 *
 * @example
 * new Microservice("web", {
 *   namespace: "shop",
 *   rollout: { strategy: "ramped", release: { version: "v1", image: "example.org/web:v1" } },
 *   resources: { cpuMillis: 50, cpuLimitMillis: 500, memoryMiB: 64, memoryLimitMiB: 128 },
 *   probes: { ready: { http: "/healthz" } },
 *   callers: ["gateway"],
 * }, { provider: cluster.provider });
 */
export class Microservice extends pulumi.ComponentResource {
  /** How others in the cluster reach it. @example "http://web:8080" */
  readonly url: string;
  /** Its load balancer's host name or IP; only with `exposure: "loadBalancer"`. */
  readonly address: pulumi.Output<string> | undefined;

  private readonly inside: pulumi.CustomResourceOptions;
  private readonly port: number;
  /** What it is called in the cluster. */
  private readonly name: string;
  private readonly label: (object: string) => string;

  constructor(
    component: string,
    private readonly args: MicroserviceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const options = rolloutOptions(args);
    const { serviceName: name = component } = args;
    checkMicroservice(name, args, options);
    super("twelve-street:components:Microservice", component, {}, opts);
    this.name = name;
    this.label = labelled(component, name);
    this.inside = { parent: this };
    this.port = args.port ?? 8080;
    const picture = pictureOf(args.rollout, options);

    const { label } = this;
    const account = new k8s.core.v1.ServiceAccount(
      label(name),
      changed(args.transform?.serviceAccount, {
        metadata: this.metadata(name),
        automountServiceAccountToken: false,
      }),
      this.inside,
    );
    const contents = new Contents({ name, label, args, opts: this.inside });
    const { port } = this;
    const policies = this.meshPolicies();
    const pods = picture.slots.map((slot) =>
      workload(
        { app: name, label, slot, of: args, port, account, contents, policies },
        this.inside,
      ),
    );
    const service = this.rootService(picture);
    for (const slot of picture.addresses) this.slotService(slot);
    this.access();
    if (picture.traffic.by === "mesh") this.routes(picture.traffic, [...policies, ...pods]);

    this.url = `http://${name}:${port}`;
    this.address =
      args.exposure === "loadBalancer"
        ? service.status.apply((s) => addressOf(name, s))
        : undefined;
    this.registerOutputs({ url: this.url, address: this.address });
  }

  private metadata(name: string) {
    return { name, namespace: this.args.namespace, labels: { app: this.name } };
  }

  /** Over all slots in a mesh, which cuts it into subsets; else of the slot that serves. */
  private rootService({ traffic }: Picture): k8s.core.v1.Service {
    const { exposure, serviceAnnotations } = this.args;
    const one = traffic.by === "service" && traffic.slot !== "all" ? traffic.slot : undefined;
    return this.service(
      this.name,
      one ? slotLabels(this.name, one) : { app: this.name },
      exposure === "loadBalancer" ? "LoadBalancer" : "ClusterIP",
      { ...serviceAnnotations, ...patience(exposure) },
    );
  }

  private slotService(slot: SlotName): void {
    const labels = slotLabels(this.name, slot);
    // NAME is the root Service, also where it is the stable slot's Deployment.
    this.service(`${this.name}-${slot}`, labels, "ClusterIP", patience("cluster"));
  }

  private service(
    name: string,
    selector: Record<string, string>,
    type: "ClusterIP" | "LoadBalancer",
    annotations: Record<string, string>,
  ): k8s.core.v1.Service {
    const { loadBalancerController } = this.args;
    const ports = [{ name: "http", port: this.port, targetPort: "http", appProtocol: "http" }];
    return new k8s.core.v1.Service(
      this.label(name),
      {
        metadata: { ...this.metadata(name), annotations },
        spec: changed(this.args.transform?.service, { type, selector, ports }),
      },
      type === "LoadBalancer" && loadBalancerController
        ? { ...this.inside, dependsOn: [...loadBalancerController] }
        : this.inside,
    );
  }

  /** Whoever is named, and the gateway that its host names are at. */
  private get callers(): Access["callers"] {
    const { callers = this.args.exposure === "loadBalancer" ? "anyone" : [], mesh } = this.args;
    if (callers === "anyone" || !mesh?.ingress) return callers;
    return [...callers, { namespace: mesh.ingress.gateway.namespace }];
  }

  private access(): void {
    const { namespace, calls = "anyone", mesh } = this.args;
    const { name, port, callers } = this;
    const controlPlane = mesh ? [istiod] : [];
    const scraped = { by: mesh?.scrapers ?? [], port: numbersPort };
    new k8s.networking.v1.NetworkPolicy(
      this.label(name),
      {
        metadata: this.metadata(name),
        spec: changed(
          this.args.transform?.networkPolicy,
          networkPolicy({ name, namespace, port, callers, calls, controlPlane, scraped }),
        ),
      },
      this.inside,
    );
  }

  /** They stand before the pods, whose sidecars would refuse plaintext otherwise. */
  private meshPolicies(): pulumi.Resource[] {
    const { namespace, mesh, exposure } = this.args;
    if (!mesh) return [];
    const { name, port, callers } = this;
    const { plaintext = exposure === "loadBalancer" } = mesh;
    const policy = meshPolicy({ name, namespace, port, callers, plaintext });
    return policy ? [istioObject(this.label(name), policy, this.inMesh())] : [];
  }

  /** The route waits for what it leads to. */
  private routes(
    traffic: Extract<Picture["traffic"], { by: "mesh" }>,
    after: readonly pulumi.Resource[],
  ): void {
    const { namespace, mesh = {} } = this.args;
    const { name } = this;
    const labels = (slot: SlotName) => slotLabels(name, slot);
    const { cut, route } = meshRoutes({ name, namespace, mesh, traffic, labels });
    const subsets = istioObject(this.label(name), cut, this.inMesh());
    istioObject(this.label(name), route, this.inMesh([subsets, ...after]));
  }

  private inMesh(after: readonly pulumi.Resource[] = []): pulumi.CustomResourceOptions {
    return { ...this.inside, dependsOn: [...(this.args.mesh?.ready ?? []), ...after] };
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

function addressOf(name: string, status: Status | undefined): string {
  const [first] = status?.loadBalancer?.ingress ?? [];
  const address = first?.hostname ?? first?.ip;
  if (address === undefined)
    throw new Error(`The Service ${name} has no address yet: run \`up\` again.`);
  return address;
}
