import { services } from "../apps/twelve-street/services";
import { checkLoadBalancer, targetSettings } from "../components/alb-ingress/checks";
import { checkRules } from "../components/ingress-rules/check";
import { computeOf } from "./compute";
import { enabledServices } from "./enabled-services";
import { albSettings, rulesOf, type Route } from "./ingress-args";
import type { Problem } from "./problems";
import { problem, refusals } from "./refusals";
import type { StackSettings } from "./schema";

export function checkIngress(settings: StackSettings): Problem[] {
  const { nginx, alb, routes } = settings.ingress;
  const onFargate =
    nginx && !alb && computeOf(settings) === "fargate"
      ? [
          problem(
            ["ingress", "nginx"],
            "on",
            "only the AWS Load Balancer Controller reaches its pods on Fargate: switch ingress.alb on",
          ),
        ]
      : [];
  return [
    ...onFargate,
    ...Object.entries(routes).flatMap(([name, route]) => checkRoute(settings, name, route)),
  ];
}

function checkRoute(settings: StackSettings, name: string, route: Route): Problem[] {
  const at = ["ingress", "routes", name];
  return [
    ...checkController(settings, at, route),
    ...checkServices(settings, at, route),
    ...refusals(
      at,
      () => {
        checkRules(rulesOf(route));
      },
      (argument) => argument.replace(/^rules\.(tls\.)?/, ""),
    ),
    ...("healthCheck" in route
      ? refusals(at, () => {
          const wanted = albSettings(route, {});
          checkLoadBalancer(wanted);
          targetSettings(wanted);
        })
      : []),
  ];
}

function checkController(settings: StackSettings, at: readonly string[], route: Route): Problem[] {
  const { ingress } = settings;
  if (route.by === "gateway") return checkGateway(settings, at, route);
  if (ingress[route.by]) return [];
  if (route.by === "alb" && route.group)
    return [
      problem(
        [...at, "group", "name"],
        route.group.name,
        "switch ingress.alb on, without its controller nothing makes the group's ALB",
      ),
    ];
  return [
    problem(
      [...at, "by"],
      route.by,
      `switch ingress.${route.by} on, without its controller nobody serves the route`,
    ),
  ];
}

/** A Gateway needs its kinds, and whoever serves its class. */
function checkGateway(
  { ingress, mesh }: StackSettings,
  at: readonly string[],
  { by, on }: Extract<Route, { by: "gateway" }>,
): Problem[] {
  const [part, served] =
    on === "alb" ? (["ingress.alb", ingress.alb] as const) : (["mesh", mesh] as const);
  return [
    ...(ingress.gatewayApi
      ? []
      : [
          problem([...at, "by"], by, "switch ingress.gatewayApi on, it brings the Gateways' kinds"),
        ]),
    ...(served
      ? []
      : [problem([...at, "on"], on, `switch ${part} on, without it nobody serves the Gateway`)]),
  ];
}

/** The shop's network policies let the outside in to its public services alone. */
function checkServices(settings: StackSettings, at: readonly string[], route: Route): Problem[] {
  const open = enabledServices(settings).filter((name) => services[name].public);
  return route.hosts.flatMap(({ paths }, host) =>
    paths.flatMap(({ service }, index) =>
      open.includes(service)
        ? []
        : [
            problem(
              [...at, "hosts", host, "paths", index, "service"],
              service,
              open.length > 0
                ? `give a service that runs and is open to the outside: ${open.join(" or ")}`
                : "no service of the shop runs that is open to the outside: switch the shop on, or the route off",
            ),
          ],
    ),
  );
}
