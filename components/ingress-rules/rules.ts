import type * as pulumi from "@pulumi/pulumi";

export type NonEmptyArray<T> = readonly [T, ...T[]];

/**
 * Which request goes to which Service: the same words for an ALB, for NGINX and for the Gateway API.
 *
 * The most specific host wins (a name before a wildcard, a longer wildcard before a shorter, any of
 * them before no host), then an exact path, then the longest prefix. Every target answers alike, so
 * rules move from one to another unchanged; what would make targets differ is refused.
 *
 * @example
 * const rules: IngressRules = {
 *   hosts: [
 *     { host: "blue.example.com", paths: [{ service: "nginx-blue", port: 80 }] },
 *     { host: "green.example.com", paths: [{ service: "nginx-green", port: 80 }] },
 *   ],
 * };
 */
export interface IngressRules {
  /**
   * Rules by host, one at least. What `checkRules` refuses throws an ArgumentError that names the
   * rule. @example [{ host: "blue.example.com", paths: [{ service: "nginx-blue", port: 80 }] }]
   */
  readonly hosts: NonEmptyArray<HostRule>;
  /**
   * The certificate for HTTPS, on port 443.
   * @default plain HTTP @example { certificateArns: [certificate.arn] }
   */
  readonly tls?: Tls;
}

export interface HostRule {
  /**
   * A DNS name in lower case, or a wildcard as its whole first label. Each host stands once.
   * A wildcard is for one label: what `*.example.com` does with `a.b.example.com` differs (NGINX
   * refuses it, an ALB and the Gateway API take it).
   * @default every host @example "blue.example.com" @example "*.example.com"
   */
  readonly host?: string;
  /**
   * Where requests for the host go, by path. One path twice throws an ArgumentError.
   * @example [{ path: "/products", service: "products", port: 8080 }]
   */
  readonly paths: NonEmptyArray<PathRule>;
}

export interface PathRule {
  /** Begins with a slash; no wildcards, no `//`, `.` or `..`. @default "/" @example "/products" */
  readonly path?: string;
  /**
   * `"prefix"` compares whole path elements: `/shop` takes `/shop` and `/shop/cart`, not `/shopping`.
   * @default "prefix"
   */
  readonly match?: PathMatch;
  /** A Service of the same namespace. @example "gateway" */
  readonly service: string;
  /** The Service's port, by number: the Gateway API knows no names. @example 8080 */
  readonly port: number;
}

export type PathMatch = "prefix" | "exact";

/**
 * Where the certificate is. AWS's load balancers read certificates from ACM, NGINX and Istio from a
 * Secret; the translations refuse the other kind.
 */
export type Tls = AcmTls | SecretTls;

export interface AcmTls {
  /** Certificates of AWS Certificate Manager, in the load balancer's region; free. The first is the default. */
  readonly certificateArns: NonEmptyArray<pulumi.Input<string>>;
  /** Answer HTTP with a redirect (301) to HTTPS. @default true */
  readonly redirect?: boolean;
}

export interface SecretTls {
  /** A Secret of type kubernetes.io/tls, in the same namespace. @example "shop-tls" */
  readonly secretName: string;
  /** Answer HTTP with a redirect to HTTPS: 301, or 308 from NGINX. @default true */
  readonly redirect?: boolean;
}

/** A path rule with its defaults filled in. */
export type Path = Required<PathRule>;

export const pathOf = (rule: PathRule): Path => ({ path: "/", match: "prefix", ...rule });

export const usesAcm = (tls: Tls): tls is AcmTls => "certificateArns" in tls;

export const redirects = (tls: Tls | undefined): boolean =>
  tls !== undefined && (tls.redirect ?? true);

/** Whether a host rule's pattern takes a host: a wildcard stands for exactly one label, as in Ingress. */
export function takesHost(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined) return true;
  if (!pattern.startsWith("*.")) return pattern === host;
  const dot = host.indexOf(".");
  return dot > 0 && host.slice(dot) === pattern.slice(1);
}

/** Whether a path rule takes a path; a trailing slash of a prefix does not count. */
export function takesPath({ path, match }: Path, requested: string): boolean {
  if (match === "exact") return path === requested;
  const prefix = path.replace(/\/+$/, "");
  return requested === prefix || requested.startsWith(`${prefix}/`);
}

/** Hosts from the most specific to the least: names, wildcards by length, no host. */
export const bySpecificHost = (a: HostRule, b: HostRule): number =>
  specificity(b.host) - specificity(a.host) || (a.host ?? "").localeCompare(b.host ?? "");

function specificity(host: string | undefined): number {
  if (host === undefined) return 0;
  // Longer than any DNS name, so that every name comes before every wildcard.
  const nameFirst = 1_000;
  return host.startsWith("*.") ? host.length : nameFirst;
}

/** Paths from the most specific to the least: exact before prefix, longer before shorter. */
export function bySpecificPath(a: Path, b: Path): number {
  if (a.match !== b.match) return a.match === "exact" ? -1 : 1;
  return b.path.length - a.path.length || a.path.localeCompare(b.path);
}

/** The rule that a request follows, or none. What the translations are tested against. */
export function route(rules: IngressRules, host: string, path: string): Path | undefined {
  const hostRule = [...rules.hosts].sort(bySpecificHost).find((rule) => takesHost(rule.host, host));
  return hostRule?.paths
    .map(pathOf)
    .sort(bySpecificPath)
    .find((rule) => takesPath(rule, path));
}
