import { ArgumentError } from "../argument-error";
import { albIngressSpec, checkRules } from "../ingress-rules";
import type { AlbControllerArgs, LoadBalancerController } from "./controller";
import { checkGroup } from "./group";
import type { AlbIngressArgs } from "./ingress";
import { checkLoadBalancer } from "./load-balancer";
import { targetSettings } from "./targets";

// What needs no resources, for those who check before they load anything of Pulumi's.
export { checkLoadBalancer, targetSettings };

/** @throws ArgumentError */
export function checkAlbController(args: AlbControllerArgs): void {
  const { compute = "nodes", identity = "podIdentity", replicas = 2 } = args;
  if (compute === "fargate" && identity === "podIdentity") {
    throw new ArgumentError(
      "identity",
      identity,
      "give the cluster's OIDC provider, there is no Pod Identity on Fargate",
    );
  }
  if (!Number.isInteger(replicas) || replicas < 1) {
    throw new ArgumentError("replicas", replicas, "give 1 or more, and 2 to survive a node");
  }
}

/** Refuses what cannot work before anything is created. @throws ArgumentError */
export function checkAlbIngress(args: AlbIngressArgs): LoadBalancerController {
  if (!args.controller) {
    throw new ArgumentError(
      args.group ? "group.name" : "controller",
      args.group?.name,
      "add an AlbController first, without it nothing makes the ALB and the Ingress stays for ever",
    );
  }
  checkRules(args.rules);
  checkLoadBalancer(args);
  if (args.group) checkGroup(args.group);
  targetSettings(args);
  albIngressSpec(args.rules, args.controller.ingressClassName);
  return args.controller;
}
