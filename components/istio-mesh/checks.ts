import { ArgumentError } from "../argument-error";
import type { ExternalHost, IstioMeshArgs, Listener, Mtls, Revision, Tracing } from "./args";
import { parseVersion, revisionName, revisionsOf } from "./revisions";

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const hostName = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Ports that the proxies use themselves. Source: Istio, "Ports used by Istio". */
const isProxyPort = (port: number) => port >= 15000 && port <= 15090;

const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65535;

/**
 * Refuses what cannot work, before any resource exists.
 *
 * @throws ArgumentError naming the argument, its value and the fix.
 */
export function checkMesh(args: IstioMeshArgs): void {
  checkRevisions(revisionsOf(args));
  checkDefaultRevision(args);
  checkMtls(args.mtls);
  checkExternalHosts(args);
  if (args.ingressGateway) {
    checkListeners(args.ingressGateway.listeners);
    if (args.ingressGateway.loadBalancerController.length === 0) {
      throw new ArgumentError(
        "ingressGateway.loadBalancerController",
        [],
        "give the AWS Load Balancer Controller's release, without which the gateway never gets an address",
      );
    }
  }
  if (args.tracing) checkTracing(args.tracing);
}

function checkRevisions(revisions: readonly Revision[]): void {
  if (revisions.length === 0 || revisions.length > 2) {
    throw new ArgumentError(
      "revisions",
      revisions.map(revisionName),
      "give one revision, or two while an upgrade goes on",
    );
  }
  revisions.forEach((revision, index) => {
    if (!parseVersion(revision.version)) {
      throw new ArgumentError(
        `revisions[${index}].version`,
        revision.version,
        'give a release such as "1.31.0"',
      );
    }
    if (!dnsLabel.test(revisionName(revision)) || revisionName(revision) === "default") {
      throw new ArgumentError(
        `revisions[${index}].name`,
        revisionName(revision),
        "give a name of lower-case letters, digits and dashes other than default",
      );
    }
  });
  const [first, second] = revisions;
  if (first && second) checkPair(first, second);
}

function checkPair(first: Revision, second: Revision): void {
  if (revisionName(first) === revisionName(second)) {
    throw new ArgumentError("revisions[1].name", revisionName(second), "give each its own name");
  }
  const [major, minor] = parseVersion(first.version) ?? [];
  const [otherMajor, otherMinor] = parseVersion(second.version) ?? [];
  if (major !== otherMajor || Math.abs((minor ?? 0) - (otherMinor ?? 0)) > 1) {
    throw new ArgumentError(
      "revisions[1].version",
      second.version,
      `upgrade by one minor version at a time from ${first.version}`,
    );
  }
}

function checkDefaultRevision(args: IstioMeshArgs): void {
  const names = revisionsOf(args).map(revisionName);
  if (args.defaultRevision === undefined || names.includes(args.defaultRevision)) return;
  throw new ArgumentError(
    "defaultRevision",
    args.defaultRevision,
    `give one of revisions, here ${names.join(" or ")}`,
  );
}

function checkMtls(mtls: Mtls): void {
  if (mtls.mode !== "STRICT") return;
  mtls.plaintextPorts?.forEach(({ labels, ports }, index) => {
    const path = `mtls.plaintextPorts[${index}]`;
    if (Object.keys(labels).length === 0) {
      throw new ArgumentError(
        `${path}.labels`,
        labels,
        "select the workload by at least one label, or the whole namespace loses strict mode",
      );
    }
    const wrong = ports.find((port) => !isPort(port));
    if (wrong !== undefined) {
      throw new ArgumentError(`${path}.ports`, wrong, "give container ports from 1 to 65535");
    }
  });
}

function checkExternalHosts({ externalHosts = [], egressGateway = false }: IstioMeshArgs): void {
  if (egressGateway && externalHosts.length === 0) {
    throw new ArgumentError(
      "egressGateway",
      true,
      "give the externalHosts that are to go through it, or leave it out",
    );
  }
  externalHosts.forEach((external, index) => {
    checkExternalHost(external, `externalHosts[${index}]`, egressGateway);
  });
  const hosts = externalHosts.map(({ host }) => host);
  const twice = hosts.find((host, index) => hosts.indexOf(host) !== index);
  if (twice !== undefined) {
    throw new ArgumentError("externalHosts", twice, "name each host once");
  }
}

function checkExternalHost(
  { host, port = 443 }: ExternalHost,
  path: string,
  egress: boolean,
): void {
  if (!hostName.test(host)) {
    throw new ArgumentError(
      `${path}.host`,
      host,
      "give a host such as api.github.com or *.amazonaws.com",
    );
  }
  if (!isPort(port)) throw new ArgumentError(`${path}.port`, port, "give a port from 1 to 65535");
  if (egress && host.startsWith("*.")) {
    throw new ArgumentError(
      `${path}.host`,
      host,
      "name the hosts behind it, for the egress gateway cannot look up a wildcard",
    );
  }
  if (egress && port !== 443) {
    throw new ArgumentError(
      `${path}.port`,
      port,
      "leave it at 443, which the egress gateway serves",
    );
  }
}

function checkListeners(listeners: readonly Listener[]): void {
  if (listeners.length === 0) {
    throw new ArgumentError("ingressGateway.listeners", [], "give at least one");
  }
  listeners.forEach((listener, index) => {
    checkListener(listener, `ingressGateway.listeners[${index}]`, listeners);
  });
}

function checkListener(listener: Listener, path: string, all: readonly Listener[]): void {
  const port = listenerPort(listener);
  if (!isPort(port) || isProxyPort(port)) {
    throw new ArgumentError(
      `${path}.port`,
      port,
      "give a port from 1 to 65535 outside Istio's own 15000 to 15090",
    );
  }
  if (all.some((other) => listenerPort(other) === port && other.protocol !== listener.protocol)) {
    throw new ArgumentError(`${path}.port`, port, "let a port speak either HTTP or HTTPS");
  }
  const host = listener.hosts.find((name) => name !== "*" && !hostName.test(name));
  if (host !== undefined || listener.hosts.length === 0) {
    throw new ArgumentError(
      `${path}.hosts`,
      host ?? [],
      "give names such as shop.example.com or *.example.com, or * for all",
    );
  }
  if (listener.protocol === "HTTPS") checkSecretName(listener.secretName, path);
  else if (listener.redirectToHttps) checkRedirect(listener.hosts, path, all);
}

function checkSecretName(secretName: string, path: string): void {
  if (dnsLabel.test(secretName)) return;
  throw new ArgumentError(
    `${path}.secretName`,
    secretName,
    "give the name of a TLS Secret in the gateway's namespace",
  );
}

function checkRedirect(hosts: readonly string[], path: string, all: readonly Listener[]): void {
  const secure = all.flatMap((other) => (other.protocol === "HTTPS" ? other.hosts : []));
  const lost = hosts.find((host) => !secure.some((name) => covers(name, host)));
  if (lost === undefined) return;
  throw new ArgumentError(
    `${path}.redirectToHttps`,
    true,
    `add an HTTPS listener for ${lost}, or the redirect leads nowhere`,
  );
}

function checkTracing({ collector, port = 4317, samplingPercent = 1 }: Tracing): void {
  if (!hostName.test(collector)) {
    throw new ArgumentError(
      "tracing.collector",
      collector,
      "give a service by its full name such as jaeger.istio-system.svc.cluster.local",
    );
  }
  if (!isPort(port)) throw new ArgumentError("tracing.port", port, "give a port from 1 to 65535");
  if (!(samplingPercent >= 0 && samplingPercent <= 100)) {
    throw new ArgumentError(
      "tracing.samplingPercent",
      samplingPercent,
      "give a share from 0 to 100 per cent",
    );
  }
}

export const listenerPort = (listener: Listener): number =>
  listener.port ?? (listener.protocol === "HTTPS" ? 443 : 80);

/** Whether a name of a listener takes in a host. */
export const covers = (name: string, host: string): boolean =>
  name === "*" || name === host || (name.startsWith("*.") && host.endsWith(name.slice(1)));
