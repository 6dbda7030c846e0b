import type { Problem } from "./problems";
import { problem } from "./refusals";
import type { Route } from "./ingress-args";
import type { StackSettings } from "./schema";

type AlbRoute = Extract<Route, { by: "alb" }>;
type Named = readonly [name: string, route: AlbRoute];
type Ingress = StackSettings["ingress"];

/** What holds for a whole ALB, as one route says it, with the value to show. */
const shared = {
  scheme: ({ scheme }) => scheme,
  allowedCidrs: ({ allowedCidrs }) => allowedCidrs && [...allowedCidrs].sort(),
  webAclArn: ({ webAclArn }) => webAclArn,
  // Each may bring certificates of its own, but with some and a redirect, plain HTTP serves nobody.
  certificateArns: ({ certificateArns }) => certificateArns.length > 0,
  redirect: ({ certificateArns, redirect }) => certificateArns.length > 0 && redirect,
  sslPolicy: ({ certificateArns, sslPolicy }) => certificateArns.length > 0 && sslPolicy,
} as const satisfies Readonly<Record<string, (route: AlbRoute) => unknown>>;

type Shared = keyof typeof shared;

const at = (name: string, ...more: string[]) => ["ingress", "routes", name, ...more];
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Routes of one ALB, which has one scheme, one set of networks, one web ACL and one way with TLS: the
 * controller refuses a group whose members differ, and its ALB stays as it was.
 * Source: AWS Load Balancer Controller documentation, "Ingress annotations", merge behaviour; its
 * group_loader.go for the order; checked 2026-11-21.
 */
export function checkGroups({ ingress }: StackSettings): Problem[] {
  const routes = Object.entries(ingress.routes).flatMap(([name, route]): Named[] =>
    route.by === "alb" ? [[name, route]] : [],
  );
  const groupOf = ({ group }: AlbRoute) => ingress.alb?.enforced.group ?? group?.name;
  return routes.flatMap((named, index) => {
    const group = groupOf(named[1]);
    const before = routes
      .slice(0, index)
      .filter(([, other]) => group !== undefined && groupOf(other) === group);
    const [first] = before;
    return [
      ...(first ? disagreements(named, first, group ?? "") : []),
      ...sameOrder(named, before),
      ...againstClass(named, ingress.alb),
    ];
  });
}

function disagreements([name, route]: Named, [first, other]: Named, group: string): Problem[] {
  return (
    (Object.keys(shared) as Shared[])
      .filter((key) => !same(shared[key](route), shared[key](other)))
      // Both are nothing to a route without certificates, of which a sentence of its own speaks.
      .filter(
        (key) =>
          !["redirect", "sslPolicy"].includes(key) ||
          shared.certificateArns(route) === shared.certificateArns(other),
      )
      .map((key) =>
        problem(
          at(name, key),
          route[key],
          `the routes ${first} and ${name} share the ALB of group ${group}, which has one ${key} for both: give what ${first} has, or another group`,
        ),
      )
  );
}

function sameOrder([name, { group }]: Named, before: readonly Named[]): Problem[] {
  const order = group?.order;
  const taken = before.find(([, other]) => order !== undefined && other.group?.order === order);
  return taken
    ? [
        problem(
          at(name, "group", "order"),
          order,
          `the route ${taken[0]} has that place in the group already: give ${name} another, or none`,
        ),
      ]
    : [];
}

/** What the class enforces wins over what a route says, without a word. */
function againstClass([name, route]: Named, alb: Ingress["alb"]): Problem[] {
  const { scheme, group, allowedCidrs } = alb?.enforced ?? {};
  const wins = (key: string, value: unknown, enforced: unknown, fix: string): Problem[] =>
    enforced === undefined || value === undefined || same(value, enforced)
      ? []
      : [
          problem(
            at(name, ...key.split(".")),
            value,
            `ingress.alb.enforced has ${JSON.stringify(enforced)} for the route ${name} and every other: ${fix}`,
          ),
        ];
  return [
    ...wins("scheme", route.scheme, scheme, "give the same"),
    ...wins(
      "group.name",
      route.group?.name,
      group,
      "leave the group's name to it by giving the same",
    ),
    ...wins("allowedCidrs", route.allowedCidrs, allowedCidrs, "leave it out, or give the same"),
  ];
}
