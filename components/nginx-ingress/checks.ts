import { ArgumentError } from "../argument-error";
import { checkRules, nginxIngressSpec } from "../ingress-rules";
import type { NginxClass, NginxControllerArgs } from "./controller";
import type { NginxIngressArgs } from "./ingress";

/** @throws ArgumentError */
export function checkNginxController({
  replicas = 2,
  allowedCidrs = [],
}: NginxControllerArgs): void {
  if (!Number.isInteger(replicas) || replicas < 1) {
    throw new ArgumentError("replicas", replicas, "give 1 or more, and 2 to survive a node");
  }
  allowedCidrs.forEach((network, index) => {
    if (!/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(network)) {
      throw new ArgumentError(
        `allowedCidrs[${index}]`,
        network,
        "write a network, like 203.0.113.0/24",
      );
    }
  });
}

/** Refuses what cannot work before anything is created. @throws ArgumentError */
export function checkNginxIngress(args: NginxIngressArgs): NginxClass {
  if (!args.controller) {
    throw new ArgumentError(
      "controller",
      undefined,
      "add an NginxController first, without it nobody serves the Ingress",
    );
  }
  checkRules(args.rules);
  nginxIngressSpec(args.rules, args.controller.ingressClassName);
  return args.controller;
}
