import type * as pulumi from "@pulumi/pulumi";

import {
  ConsoleAccess,
  ingressNamespace,
  IstioMesh,
  jaegerCollector,
  MeshConsoles,
  systemNamespace,
  type Authentication,
} from "../../components/istio-mesh";
import { consoleUrl } from "../../components/console";
import { grafanaConsole } from "../../components/observability/names";
import type { KialiArgs } from "../../components/istio-mesh/kiali";
import type { Observability } from "../../components/observability";
import type { StackConfig } from "../config";
import { meshArgs } from "../mesh-args";
import { nonEmpty } from "../observability-args";
import { platformSecret, type SecretTable } from "../platform-secrets";
import type { Foundation } from "./foundation";
import type { Ingress } from "./ingress";

/** Istio, if the config has it. */
export function mesh(
  { config, name, tags, cluster }: Foundation,
  { alb, kinds }: Ingress,
): IstioMesh | undefined {
  if (!config.mesh) return undefined;
  return new IstioMesh(
    `${name}-mesh`,
    {
      ...meshArgs(config.mesh, jaegerCollector, alb?.ready ?? []),
      // Nodes are in the cluster's own group, which the control plane has as well.
      securityGroups: { nodes: cluster.securityGroupId, controlPlane: cluster.securityGroupId },
      // istiod makes its GatewayClass for kinds that are there when it starts.
      runsAfter: [...cluster.placesFor(systemNamespace, ingressNamespace), ...(kinds?.ready ?? [])],
      tags,
    },
    { providers: [cluster.provider] },
  );
}

/** What shows the mesh, and how all consoles are reached. */
export interface Consoles {
  readonly urls: Readonly<Record<string, string>> | undefined;
  readonly portForwards: Readonly<Record<string, unknown>>;
}

export function consoles(
  { config, name, cluster, forWorkloads: opts }: Foundation,
  istio: IstioMesh | undefined,
  watched: Observability | undefined,
  secrets: pulumi.Output<SecretTable>,
): Consoles {
  const { kiali, jaeger, consoles: access } = config.mesh ?? {};
  const grafana = grafanaOf(config);
  const pages =
    istio && (kiali ?? jaeger)
      ? new MeshConsoles(
          `${name}-consoles`,
          {
            ...(kiali &&
              watched?.prometheusUrl !== undefined && {
                kiali: {
                  login: kiali.login,
                  prometheusUrl: watched.prometheusUrl,
                  ...(grafana && { grafana }),
                },
              }),
            ...(jaeger && { jaeger: { maxTraces: jaeger.maxTraces } }),
          },
          { ...opts, dependsOn: [...istio.ready] },
        )
      : undefined;
  const door =
    istio && access
      ? new ConsoleAccess(
          `${name}-door`,
          {
            gateway: istio.gateway,
            domain: access.domain,
            consoles: [...(pages?.consoles ?? []), ...(watched?.consoles ?? [])],
            authentication: authenticationOf(access.authentication, secrets),
          },
          { ...opts, dependsOn: [...cluster.placesFor(ingressNamespace)] },
        )
      : undefined;
  return {
    urls: door?.urls,
    portForwards: { ...pages?.portForwards, ...watched?.portForwards },
  };
}

/** Where Kiali asks Grafana, and where people find it if they can: at its own address, or as a console. */
function grafanaOf({
  mesh: istio,
  observability,
}: Pick<StackConfig, "mesh" | "observability">): KialiArgs["grafana"] {
  const { grafana } = observability ?? {};
  if (!grafana) return undefined;
  const asConsole = istio?.consoles && `https://${grafanaConsole.name}.${istio.consoles.domain}`;
  const externalUrl = grafana.externalUrl ?? asConsole;
  return {
    internalUrl: consoleUrl(grafanaConsole),
    ...(externalUrl !== undefined && { externalUrl }),
  };
}

type Access = NonNullable<NonNullable<StackConfig["mesh"]>["consoles"]>;

const authenticationOf = (
  wanted: Access["authentication"],
  secrets: pulumi.Output<SecretTable>,
): Authentication =>
  wanted.kind === "password"
    ? { kind: wanted.kind, users: platformSecret(secrets, "consoleUsers") }
    : {
        ...wanted,
        emailDomains: nonEmpty(wanted.emailDomains),
        clientSecret: platformSecret(secrets, "consoleClientSecret"),
        cookieSecret: platformSecret(secrets, "consoleCookieSecret"),
      };
