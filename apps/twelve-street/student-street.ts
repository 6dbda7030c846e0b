import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { podInjectionLabels } from "../../components/istio-mesh/injection";
import {
  albIngressSpec,
  nginxIngressSpec,
  type IngressRules,
} from "../../components/ingress-rules";
import { Microservice } from "../../components/microservice";
import type { ShopSecrets } from ".";
import { callersOf } from "./callers";
import { propertiesFile, propertiesIn, secretProperties, secretsFolder } from "./properties";
import { serviceNames, servicePort, services, type ServiceName } from "./services";
import { sidecarSize, smallEnv, smallResources } from "./small";
import { gatewayHost } from "./student-hosts";

/** The shared entry by which a student's gateway and UI are reached. */
export interface StudentEntry {
  /** The student's host, which is the UI's; the gateway is at `gateway.` before it. @example "user35.students.example.com" */
  readonly host: string;
  /** IngressClass that serves it. @example "nginx" */
  readonly className: string;
  /** Group of the AWS Load Balancer Controller, where that serves it. @default another controller does */
  readonly albGroup?: string;
}

export interface StudentStreetArgs {
  /** The student's namespace, which is there. */
  readonly namespace: pulumi.Input<string>;
  /** Which version of all six. @example "v1" */
  readonly version: string;
  /** Repositories of the images, without tags. */
  readonly images: Readonly<Record<ServiceName, pulumi.Input<string>>>;
  /** Values of the services' secrets, and the key for the names of Secrets. */
  readonly secrets: pulumi.Input<ShopSecrets>;
  /** The shared entry. @default none, and no way in but a port-forward */
  readonly entry?: StudentEntry;
  /** Whether pods of the namespace get sidecars. @default false */
  readonly inMesh?: boolean;
}

/**
 * The 12-Street shop in a student's namespace: small, for one person, and the student's to change. What it may reach is the
 * namespace's to say, so its own policies open nothing. Nobody waits for its pods: they come when there are nodes, and one
 * student's mistake holds nobody up.
 */
export class StudentStreet extends pulumi.ComponentResource {
  /** Where a browser finds it; undefined without an entry. */
  readonly uiUrl: string | undefined;
  readonly gatewayUrl: string | undefined;

  constructor(
    private readonly name: string,
    private readonly args: StudentStreetArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("twelve-street:apps:StudentStreet", name, {}, opts);
    const { entry } = args;
    this.uiUrl = entry && `http://${entry.host}`;
    this.gatewayUrl = entry && `http://${gatewayHost(entry.host)}`;
    for (const service of serviceNames) this.microservice(service);
    if (entry) this.ingress(entry);
    this.registerOutputs({ uiUrl: this.uiUrl, gatewayUrl: this.gatewayUrl });
  }

  private microservice(service: ServiceName): void {
    const { namespace, version, images, inMesh = false } = this.args;
    const facts = services[service];
    const hasSecrets = Object.keys(facts.secrets).length > 0;
    const secrets = pulumi.output(this.args.secrets);
    const values = secrets.apply((all) =>
      secretProperties(facts.secrets, all.services[service] ?? {}),
    );
    new Microservice(
      `${this.name}-${service}`,
      {
        serviceName: service,
        namespace,
        rollout: { strategy: "ramped", release: { version } },
        repository: images[service],
        port: servicePort,
        callers: callersOf(service),
        config: smallEnv(service),
        env: {
          ...(service === "ui" && this.gatewayUrl && { VUE_APP_API_HOST: this.gatewayUrl }),
          ...(hasSecrets && propertiesIn(service)),
        },
        ...(hasSecrets && {
          secrets: {
            values: { [propertiesFile]: values },
            as: { folder: secretsFolder(service) },
          },
        }),
        namingKey: secrets.namingKey,
        resources: smallResources(service),
        probes: facts.readyPath === undefined ? {} : { ready: { http: facts.readyPath } },
        // The shared ingress has no sidecar.
        ...(inMesh && {
          mesh: { plaintext: facts.public },
          podLabels: podInjectionLabels,
          podAnnotations: sidecarSize(),
        }),
        awaitPods: false,
        // Policies add up: one of the shop's that said more than who calls it would open what the namespace's shut.
        transform: { networkPolicy: (spec) => ({ ...spec, policyTypes: ["Ingress"], egress: [] }) },
      },
      { parent: this },
    );
  }

  private ingress(entry: StudentEntry): void {
    const { className, albGroup } = entry;
    const rules = rulesOf(entry);
    new k8s.networking.v1.Ingress(
      `${this.name}-shop`,
      {
        metadata: {
          name: "shop",
          namespace: this.args.namespace,
          annotations: { "pulumi.com/skipAwait": "true", ...annotationsOf(albGroup) },
        },
        spec: (albGroup === undefined ? nginxIngressSpec : albIngressSpec)(rules, className),
      },
      { parent: this },
    );
  }
}

const rulesOf = (entry: StudentEntry): IngressRules => ({
  hosts: [
    { host: entry.host, paths: [{ service: "ui", port: servicePort }] },
    { host: gatewayHost(entry.host), paths: [{ service: "gateway", port: servicePort }] },
  ],
});

/** As few as it goes: who changes the Ingress may have none that reach beyond the namespace. */
const annotationsOf = (albGroup: string | undefined): Record<string, string> =>
  albGroup === undefined
    ? { "nginx.ingress.kubernetes.io/ssl-redirect": "false" }
    : {
        "alb.ingress.kubernetes.io/group.name": albGroup,
        "alb.ingress.kubernetes.io/scheme": "internet-facing",
        "alb.ingress.kubernetes.io/target-type": "ip",
        // The gateway asks for a token at every path.
        "alb.ingress.kubernetes.io/success-codes": "200-499",
      };
