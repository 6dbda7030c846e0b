import { ArgumentError } from "../argument-error";
import { pathOf, redirects, usesAcm, type HostRule, type IngressRules, type Path } from "./rules";

/**
 * Who serves the Gateway: Istio, which reads certificates from Secrets, or the AWS Load Balancer
 * Controller's ALB, which reads them from ACM by a LoadBalancerConfiguration.
 */
export type GatewayKind = "istio" | "alb";

/** Spec of a `gateway.networking.k8s.io/v1` Gateway, as far as the rules need it. */
export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly listeners: Listener[];
}

export interface Listener {
  readonly name: "http" | "https";
  readonly port: 80 | 443;
  readonly protocol: "HTTP" | "HTTPS";
  readonly tls?: { mode: "Terminate"; certificateRefs: { name: string }[] };
  readonly allowedRoutes: { namespaces: { from: "Same" } };
}

/** An HTTPRoute's name and spec. Each host has its own: the standard itself puts specific hosts first. */
export interface Route {
  readonly name: string;
  readonly spec: RouteSpec;
}

export interface RouteSpec {
  readonly parentRefs: { name: string; sectionName: "http" | "https" }[];
  readonly hostnames?: string[];
  readonly rules: RouteRule[];
}

export interface RouteRule {
  readonly matches?: { path: { type: "Exact" | "PathPrefix"; value: string } }[];
  readonly filters?: RedirectFilter[];
  readonly backendRefs?: { name: string; port: number }[];
}

export interface RedirectFilter {
  readonly type: "RequestRedirect";
  readonly requestRedirect: { scheme: "https"; statusCode: 301 };
}

/** The Gateway that these rules need: HTTP, and HTTPS where there is TLS. */
export function gatewaySpec(
  rules: IngressRules,
  gatewayClassName: string,
  kind: GatewayKind,
): GatewaySpec {
  const { tls } = rules;
  const allowedRoutes = { namespaces: { from: "Same" as const } };
  const plain = {
    name: "http" as const,
    port: 80 as const,
    protocol: "HTTP" as const,
    allowedRoutes,
  };
  if (!tls) return { gatewayClassName, listeners: [plain] };
  if (kind === "istio" && usesAcm(tls)) {
    throw new ArgumentError(
      "rules.tls.certificateArns",
      "(certificates of ACM)",
      "give secretName instead, Istio's gateway reads its certificate from a Secret",
    );
  }
  if (kind === "alb" && !usesAcm(tls)) {
    throw new ArgumentError(
      "rules.tls.secretName",
      tls.secretName,
      "give certificateArns instead, an ALB reads its certificates from ACM",
    );
  }
  const secure: Listener = {
    name: "https",
    port: 443,
    protocol: "HTTPS",
    ...(!usesAcm(tls) && {
      tls: { mode: "Terminate", certificateRefs: [{ name: tls.secretName }] },
    }),
    allowedRoutes,
  };
  return { gatewayClassName, listeners: [plain, secure] };
}

/** The routes of these rules, each attached to the listeners of `gateway` that it is for. */
export function routes(rules: IngressRules, name: string, gateway: string): Route[] {
  const redirect = redirects(rules.tls);
  const sections: readonly ("http" | "https")[] = rules.tls
    ? redirect
      ? ["https"]
      : ["http", "https"]
    : ["http"];
  const parentRefs = sections.map((sectionName) => ({ name: gateway, sectionName }));
  const served = rules.hosts.flatMap((rule) => hostRoutes(rule, name, parentRefs));
  return redirect ? [...served, redirectRoute(name, gateway)] : served;
}

/** Most rules that an HTTPRoute takes. Source: the CRD of Gateway API v1.6.0, `spec.rules`. */
const rulesInRoute = 16;

function hostRoutes(
  { host, paths }: HostRule,
  name: string,
  parentRefs: RouteSpec["parentRefs"],
): Route[] {
  const count = Math.ceil(paths.length / rulesInRoute);
  return Array.from({ length: count }, (_, part) => ({
    name: routeName(name, host) + (part === 0 ? "" : `--${part + 1}`),
    spec: {
      parentRefs,
      ...(host !== undefined && { hostnames: [host] }),
      rules: paths
        .slice(part * rulesInRoute, (part + 1) * rulesInRoute)
        .map((path) => routeRule(pathOf(path))),
    },
  }));
}

const routeRule = ({ path, match, service, port }: Path): RouteRule => ({
  matches: [{ path: { type: match === "exact" ? "Exact" : "PathPrefix", value: path } }],
  backendRefs: [{ name: service, port }],
});

const redirectRoute = (name: string, gateway: string): Route => ({
  name: `${name}-to-https`,
  spec: {
    parentRefs: [{ name: gateway, sectionName: "http" }],
    rules: [
      {
        filters: [
          { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } },
        ],
      },
    ],
  },
});

/** Dots keep hosts apart that hyphens would make one; a wildcard joins the first label, where no host's own label can be. */
const routeName = (name: string, host: string | undefined): string => {
  if (host === undefined) return name;
  return host.startsWith("*.") ? `${name}--wildcard${host.slice(1)}` : `${name}.${host}`;
};
