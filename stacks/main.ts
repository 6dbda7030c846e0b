import type * as pulumi from "@pulumi/pulumi";

import type { ManifestObject } from "../components/gateway-api";
import { platformFacts } from "./classroom/facts";
import { classroom } from "./classroom/program";
import type { StackConfig } from "./config";
import { readConfig } from "./engine-config";
import { secretNames } from "./parts/backing-services";
import { foundation } from "./parts/foundation";
import { gatewayApi, gatewayKinds } from "./parts/gateway-api";
import { ingress } from "./parts/ingress";
import { consoles, mesh } from "./parts/mesh";
import { observability } from "./parts/observability";
import { routes } from "./parts/routes";
import { shop } from "./parts/shop";
import { storage } from "./parts/storage";
import { tutorial } from "./parts/tutorial";
import { readSecretTable, type SecretTable } from "./platform-secrets";
import { withoutAnswers } from "./quiet-debug";
import { requireUpgradable } from "./upgrade";

type Outputs = Record<string, pulumi.Input<unknown>>;

/** The program of every stack: reads its config, then builds what the config says. */
async function program(): Promise<Outputs> {
  withoutAnswers();
  const config = readConfig();
  if (config.kind === "classroom") return classroom(config);
  const [kinds, secrets] = await Promise.all([
    gatewayKinds(config),
    readSecretTable(config),
    requireUpgradable(config),
  ]);
  return platform(config, kinds, secrets);
}

/** Network, cluster and registry, then each part that the config has, and the shop on them. */
function platform(
  config: StackConfig,
  kinds: readonly ManifestObject[],
  secrets: pulumi.Output<SecretTable>,
): Outputs {
  const base = foundation(config);
  const disks = storage(base);
  const controllers = ingress(base, gatewayApi(base, kinds));
  const istio = mesh(base, controllers);
  const watched = observability(base, disks, secrets);
  const pages = consoles(base, istio, watched, secrets);
  const street = shop(base, { controllers, disks, istio }, secrets);
  const lesson = tutorial(base, controllers, istio);

  return {
    region: config.region,
    clusterName: base.cluster.clusterName,
    kubeconfig: base.cluster.kubeconfig,
    vpcId: base.network.vpcId,
    publicSubnetIds: base.network.publicSubnetIds,
    privateSubnetIds: base.network.privateSubnetIds,
    natAddresses: base.network.natAddresses,
    forClassrooms: platformFacts(config),
    repositories: base.registry.urls,
    loginCommand: base.registry.commands.login,
    pushCommands: base.registry.commands.push,
    namespace: street?.namespace,
    gatewayUrl: street?.gatewayUrl,
    uiUrl: street?.uiUrl,
    ...told({
      studentRepositories: base.registry.students,
      loginPolicyArn: base.registry.loginPolicyArn,
      routes: street && routes(base, { ...controllers, mesh: istio }, street),
      backingServices: street && secretNames(street.backingServices),
      consoles: pages.urls,
      portForwards: pages.portForwards,
      customerUrl: lesson?.customerUrl,
      fileSystemId: disks.efs?.fileSystemId,
      logGroup: watched?.logGroupName,
    }),
  };
}

/** Outputs of the parts that are on; the others say nothing. */
const told = (outputs: Record<string, object | undefined>): Outputs =>
  Object.fromEntries(Object.entries(outputs).filter(([, it]) => it && Object.keys(it).length > 0));

export = program;
