import * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import { consoleUrl, portForwards, type Console, type PortForward } from "../console";
import { helmRelease } from "../helm";
import { jaegerConsole, kialiConsole } from "./consoles";
import { jaeger, type JaegerArgs } from "./jaeger";
import { kialiChart, kialiValues, type KialiArgs } from "./kiali";
import { systemNamespace } from "./names";

export interface MeshConsolesArgs {
  /** The mesh's picture: who calls whom, how it is routed and how it fares; one pod of 96 MiB. @default none */
  readonly kiali?: KialiArgs;
  /** Single requests, hop by hop; one pod of 96 MiB. The mesh sends spans to `jaegerCollector` if its `tracing` says so. @default none */
  readonly jaeger?: JaegerArgs;
}

/**
 * Pages that show a mesh to people. Prometheus and Grafana, which show more than the mesh, are the
 * component Observability's.
 *
 * @example
 * const consoles = new MeshConsoles("consoles", {
 *   kiali: { prometheusUrl: observability.prometheusUrl },
 *   jaeger: {},
 * }, { dependsOn: mesh.ready, providers: { kubernetes: cluster.provider } });
 */
export class MeshConsoles extends pulumi.ComponentResource {
  /** For `ConsoleAccess`, or for one's own routes. */
  readonly consoles: readonly Console[];
  /** How to look at them from one's own machine. */
  readonly portForwards: Readonly<Record<string, PortForward>>;

  constructor(name: string, args: MeshConsolesArgs, opts?: pulumi.ComponentResourceOptions) {
    if (args.kiali) checkUrl("kiali.prometheusUrl", args.kiali.prometheusUrl);
    const maxTraces = args.jaeger?.maxTraces ?? 1;
    if (!Number.isInteger(maxTraces) || maxTraces < 1) {
      throw new ArgumentError("jaeger.maxTraces", maxTraces, "give a whole number from 1");
    }
    super("twelve-street:components:MeshConsoles", name, {}, opts);
    const inside = { parent: this };
    if (args.jaeger) jaeger(name, args.jaeger, inside);
    if (args.kiali) {
      const tracingUrl = args.jaeger && consoleUrl(jaegerConsole);
      helmRelease(
        `${name}-kiali`,
        {
          source: kialiChart,
          releaseName: "kiali",
          namespace: systemNamespace,
          values: kialiValues(args.kiali, tracingUrl),
        },
        inside,
      );
    }
    this.consoles = [
      ...(args.kiali ? [kialiConsole] : []),
      ...(args.jaeger ? [jaegerConsole] : []),
    ];
    this.portForwards = portForwards(this.consoles);
    this.registerOutputs({ portForwards: this.portForwards });
  }
}

function checkUrl(argument: string, url: string): void {
  if (!/^https?:\/\/[^/\s]+/.test(url)) {
    throw new ArgumentError(
      argument,
      url,
      "give an address such as http://prometheus.observability.svc.cluster.local:9090",
    );
  }
}
