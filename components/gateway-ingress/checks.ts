import type * as pulumi from "@pulumi/pulumi";

import { checkLoadBalancer, targetSettings } from "../alb-ingress/checks";
import { ArgumentError } from "../argument-error";
import { checkRules, gatewaySpec } from "../ingress-rules";
import type { AlbTarget, GatewayIngressArgs, IstioTarget } from ".";

/** Refuses what cannot work before anything is created. @throws ArgumentError */
export function checkGatewayIngress({ on, rules }: GatewayIngressArgs): {
  readonly gatewayClassName: string;
  readonly ready: readonly pulumi.Resource[];
} {
  checkRules(rules);
  const served = on.kind === "istio" ? istioClass(on) : albClass(on);
  gatewaySpec(rules, served.gatewayClassName, on.kind);
  return served;
}

const istioClass = ({ gatewayClassName = "istio", ready }: IstioTarget) => ({
  gatewayClassName,
  ready,
});

function albClass(on: AlbTarget) {
  const { controller } = on;
  if (controller?.gatewayClassName === undefined) {
    throw new ArgumentError(
      "on.controller",
      controller && "without Gateways",
      "add an AlbController with gatewayApi first, without it nobody serves the Gateway",
    );
  }
  checkLoadBalancer(on);
  targetSettings(on);
  return { gatewayClassName: controller.gatewayClassName, ready: controller.ready };
}
