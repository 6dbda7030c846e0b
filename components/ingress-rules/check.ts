import { ArgumentError } from "../argument-error";
import { pathOf, usesAcm, type HostRule, type IngressRules, type Path, type Tls } from "./rules";

const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const dnsName = new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`);
const address = /^\d+(\.\d+){3}$/;
const serviceName = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Characters that the Gateway API takes in a path; `*` is left out, which an ALB would read as a wildcard. */
const pathCharacters = /^\/([-A-Za-z0-9/._~!$&'()+,;=:@]|%[0-9a-fA-F]{2})*$/;
/** What the API server refuses in a path, of an Ingress or of an HTTPRoute. */
const pathTraps = /\/\/|\/\.\.?(\/|$)|%2[fF]/;

/** Longest value of a path condition at an ALB. Source: Elastic Load Balancing API, PathPatternConfig. */
const longestPath = 128;

/**
 * Refuses rules that a target would refuse, or that two targets would read in two ways.
 *
 * @throws ArgumentError naming the argument, its value and the fix.
 */
export function checkRules(rules: IngressRules): void {
  const seen = new Map<string | undefined, number>();
  rules.hosts.forEach((rule, index) => {
    const at = `rules.hosts[${index}]`;
    checkHost(at, rule.host);
    const first = seen.get(rule.host);
    if (first !== undefined) {
      throw new ArgumentError(
        `${at}.host`,
        rule.host ?? "any host",
        `put its paths under rules.hosts[${first}], each host stands once`,
      );
    }
    seen.set(rule.host, index);
    checkPaths(at, rule);
  });
  checkOverlaps(rules.hosts);
  checkTls(rules.tls);
}

/** A certificate of ACM in any region, or an older one of IAM. */
const certificateArn =
  /^arn:aws[a-z-]*:(acm:[a-z0-9-]+:\d{12}:certificate|iam::\d{12}:server-certificate)\//;

function checkTls(tls: Tls | undefined): void {
  if (!tls) return;
  if (!usesAcm(tls)) {
    if (dnsName.test(tls.secretName) && !tls.secretName.startsWith("*")) return;
    throw new ArgumentError(
      "rules.tls.secretName",
      tls.secretName,
      "name a Secret of the same namespace, in lower case",
    );
  }
  if (tls.certificateArns.length < 1) {
    throw new ArgumentError("rules.tls.certificateArns", [], "name at least one certificate");
  }
  tls.certificateArns.forEach((arn, index) => {
    if (typeof arn !== "string" || certificateArn.test(arn)) return;
    throw new ArgumentError(
      `rules.tls.certificateArns[${index}]`,
      arn,
      "name a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/ID",
    );
  });
}

function checkHost(at: string, host: string | undefined): void {
  if (host === undefined) return;
  if (!dnsName.test(host) || address.test(host) || host.length > 253) {
    throw new ArgumentError(
      `${at}.host`,
      host,
      "write a DNS name in lower case, or *. and a name, not an address, without port or path",
    );
  }
}

function checkPaths(at: string, rule: HostRule): void {
  const seen = new Set<string>();
  rule.paths.map(pathOf).forEach((path, index) => {
    const where = `${at}.paths[${index}]`;
    checkPath(where, path);
    const key = `${path.match} ${normal(path)}`;
    if (seen.has(key)) {
      throw new ArgumentError(
        `${where}.path`,
        path.path,
        "remove it, or choose another path: this host has the same one already",
      );
    }
    seen.add(key);
  });
}

/** `/a` and `/a/` are one prefix, and two exact paths. */
const normal = ({ path, match }: Path): string =>
  match === "prefix" ? path.replace(/\/+$/, "") : path;

function checkPath(where: string, { path, service, port }: Path): void {
  if (!pathCharacters.test(path) || pathTraps.test(path) || path.length > longestPath) {
    throw new ArgumentError(
      `${where}.path`,
      path,
      `begin with one slash, use no *, //, . or .. element, and at most ${longestPath} characters`,
    );
  }
  if (!serviceName.test(service)) {
    throw new ArgumentError(
      `${where}.service`,
      service,
      "name a Service of the same namespace: lower case letters, digits and hyphens",
    );
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new ArgumentError(`${where}.port`, port, "give the Service's port, 1 to 65535");
  }
}

/**
 * A request whose host is taken by a specific rule but whose path is not: NGINX answers 404, an ALB
 * goes on to wider hosts. A prefix `/` leaves no such request.
 */
function checkOverlaps(hosts: readonly HostRule[]): void {
  hosts.forEach((rule, index) => {
    if (rule.host === undefined || rule.paths.map(pathOf).some(takesAll)) return;
    const wider = hosts.find((other) => other !== rule && covers(other.host, rule.host));
    if (wider) {
      throw new ArgumentError(
        `rules.hosts[${index}].host`,
        rule.host,
        `give it a path / as well, or its other paths would go to ${wider.host ?? "the rule without a host"} on some load balancers`,
      );
    }
  });
}

const takesAll = ({ path, match }: Path): boolean => path === "/" && match === "prefix";

function covers(wider: string | undefined, host: string | undefined): boolean {
  if (wider === undefined) return host !== undefined;
  // By ending alone, for an ALB's wildcard stands for several labels too.
  return host !== undefined && wider.startsWith("*.") && host.endsWith(wider.slice(1));
}
