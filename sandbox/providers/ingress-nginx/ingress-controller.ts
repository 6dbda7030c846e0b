import { Release, type ReleaseArgs } from "@pulumi/kubernetes/helm/v3/release";
import type { IngressControllerArgs } from "@pulumi/kubernetes-ingress-nginx/ingressController";
import type { input as nginxInputs } from "@pulumi/kubernetes-ingress-nginx/types";
import {
  all,
  ComponentResource,
  output,
  Output,
  type ComponentResourceOptions,
  type Input,
} from "@pulumi/pulumi";

/** What the official component installs unless `helmOptions` says otherwise. */
const chart = "ingress-nginx";
const repo = "https://kubernetes.github.io/ingress-nginx";

/** `kubernetes-ingress-nginx:index:IngressController`: one Helm release, whose values are the typed arguments. */
export class SimulatedIngressController extends ComponentResource {
  readonly status: Release["status"];

  constructor(name: string, args: IngressControllerArgs, options: ComponentResourceOptions) {
    super("kubernetes-ingress-nginx:index:IngressController", name, {}, options);
    const { helmOptions, ...typed } = args;
    const { chart: ownChart, repositoryOpts, values, ...rest } = releaseOptions(helmOptions);
    const { status } = new Release(
      `${name}-helm`,
      {
        ...rest,
        chart: output(ownChart).apply((own) => own ?? chart),
        repositoryOpts: output(repositoryOpts).apply((own) => ({ repo, ...own })),
        // The typed arguments win, each as a whole.
        values: all([values, typed]).apply(([untyped, ours]) => ({ ...untyped, ...ours })),
      },
      { parent: this },
    );
    this.status = status;
    this.registerOutputs({ status });
  }
}

type Options = nginxInputs.ReleaseArgs;

/** Every option of the release, by whether the SDK types it: a new one does not compile until it is named here. */
const optionNames: Record<keyof Options, true> = {
  atomic: true,
  chart: true,
  cleanupOnFail: true,
  createNamespace: true,
  dependencyUpdate: true,
  description: true,
  devel: true,
  disableCRDHooks: true,
  disableOpenapiValidation: true,
  disableWebhooks: true,
  forceUpdate: true,
  keyring: true,
  lint: true,
  manifest: true,
  maxHistory: true,
  name: true,
  namespace: true,
  postrender: true,
  recreatePods: true,
  renderSubchartNotes: true,
  replace: true,
  repositoryOpts: true,
  resetValues: true,
  resourceNames: true,
  reuseValues: true,
  skipAwait: true,
  skipCrds: true,
  timeout: true,
  valueYamlFiles: true,
  values: true,
  verify: true,
  version: true,
  waitForJobs: true,
};

/** The options one by one, so that one unknown value in a preview does not hide the others. */
function releaseOptions(options: Input<Options> | undefined): Partial<ReleaseArgs> {
  if (!Output.isInstance(options) && !(options instanceof Promise)) return options ?? {};
  const whole = Output.create(options) as Output<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(optionNames).map((key) => [key, whole.apply((given) => given[key])]),
  );
}
