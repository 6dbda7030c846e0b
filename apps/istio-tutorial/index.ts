import * as pulumi from "@pulumi/pulumi";

import {
  Microservice,
  type Autoscaling,
  type Journey,
  type Rollout,
} from "../../components/microservice";
import { meshOf, type AppMesh } from "../app-mesh";
import { publicService, type PodTargets } from "../load-balancer";
import { appNamespace } from "../namespace";
import {
  tutorialImage,
  tutorialNames,
  tutorialPort,
  tutorialProbes,
  tutorialServices,
  type TutorialName,
} from "./services";

export interface TutorialSettings {
  /** Its releases, and who is served by which. */
  readonly rollout: Rollout | Journey;
  /** Pods: a number, or an autoscaler's bounds. */
  readonly replicas: number | Autoscaling;
  /** Plain settings of the service. */
  readonly env: Readonly<Record<string, string>>;
}

export interface IstioTutorialArgs {
  /** The namespace to make; Pod Security `restricted` is enforced in it. */
  readonly namespace: string;
  /** Kubernetes version whose Pod Security rules hold. @example "1.36" */
  readonly kubernetesVersion: string;
  /**
   * How each of the three runs; a rollout that makes no sense throws an ArgumentError.
   * @example { recommendation: { rollout, replicas: 1, env: {} }, … }
   */
  readonly services: Readonly<Record<TutorialName, TutorialSettings>>;
  /** Its place in an Istio mesh. @default no mesh */
  readonly mesh?: AppMesh;
  /** Load balancers that send to the customer's pods themselves. @default none does */
  readonly podTargets?: PodTargets;
  /** What pods wait for, such as node groups. @default nothing */
  readonly podsDependOn?: readonly pulumi.Resource[];
}

/**
 * The Istio tutorial: customer → preference → recommendation in a namespace of their own. What a client
 * of the customer reads names the version and the pod that answered, each by its own service.
 */
export class IstioTutorial extends pulumi.ComponentResource {
  readonly namespace: pulumi.Output<string>;
  /** Where the customer answers outside the cluster. */
  readonly customerUrl: pulumi.Output<string>;

  constructor(
    name: string,
    private readonly args: IstioTutorialArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("twelve-street:apps:IstioTutorial", name, {}, opts);
    const { namespace, kubernetesVersion, mesh, podTargets } = args;
    const labels = { ...mesh?.injection, ...podTargets?.readinessGates };
    const facts = { namespace, kubernetesVersion, labels };
    this.namespace = appNamespace(name, facts, { parent: this });
    const [customer] = tutorialNames.map((service) => this.microservice(service));
    this.customerUrl = pulumi.interpolate`http://${customer?.address}:${tutorialPort}`;
    this.registerOutputs({ namespace: this.namespace, customerUrl: this.customerUrl });
  }

  private microservice(service: TutorialName): Microservice {
    const facts = tutorialServices[service];
    const { mesh, podTargets, podsDependOn = [] } = this.args;
    const { rollout, env, replicas } = this.args.services[service];
    return new Microservice(
      service,
      {
        namespace: this.namespace,
        rollout,
        imageOf: ({ version }) => tutorialImage(service, version),
        replicas,
        port: tutorialPort,
        ...(facts.public
          ? publicService(podTargets)
          : { callers: tutorialNames.filter((it) => tutorialServices[it].calls === service) }),
        config: env,
        resources: facts.resources,
        probes: tutorialProbes,
        ...(mesh && { mesh: meshOf(mesh) }),
        podsDependOn: [...podsDependOn, ...(podTargets?.controller ?? [])],
      },
      { parent: this },
    );
  }
}
