import type { IngressSpec, Route } from "../../../components/ingress-rules";

/**
 * How each target answers a request, written from its own documentation and not from the code under
 * test. Each gives the Service and port, or nothing.
 */

const target = (name: string, port: number): string => `${name}:${port}`;

/** Element-wise prefix, as the Ingress and Gateway API references define it. */
function prefixTakes(prefix: string, path: string): boolean {
  const elements = (text: string) => text.split("/").filter((element) => element !== "");
  const [wanted, had] = [elements(prefix), elements(path)];
  return wanted.every((element, index) => element === had[index]);
}

/** ingress-nginx: a server for the host (name, else longest wildcard, else default), then exact, then longest prefix. */
export function askNginx(spec: IngressSpec, host: string, path: string): string | undefined {
  const wildcardTakes = (pattern: string) =>
    pattern.slice(2) === host.split(".").slice(1).join(".");
  const server =
    spec.rules.find((rule) => rule.host === host) ??
    spec.rules
      .filter((rule) => rule.host?.startsWith("*.") && wildcardTakes(rule.host))
      .sort((a, b) => (b.host ?? "").length - (a.host ?? "").length)[0] ??
    spec.rules.find((rule) => rule.host === undefined);
  const found =
    server?.http.paths.find((it) => it.pathType === "Exact" && it.path === path) ??
    server?.http.paths
      .filter((it) => it.pathType === "Prefix" && prefixTakes(it.path, path))
      .sort((a, b) => b.path.length - a.path.length)[0];
  return found && target(found.backend.service.name, found.backend.service.port.number);
}

/**
 * An ALB: rules in the Ingress's order, the first that takes both conditions. The controller keeps
 * the hosts' order and writes a prefix /x as the patterns /x and /x/*.
 */
export function askAlb(spec: IngressSpec, host: string, path: string): string | undefined {
  const glob = (pattern: string, text: string) =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
    ).test(text);
  for (const rule of spec.rules) {
    if (rule.host !== undefined && !glob(rule.host, host)) continue;
    for (const { path: wanted, pathType, backend } of rule.http.paths) {
      const trimmed = wanted.replace(/\/$/, "");
      const patterns = pathType === "Exact" ? [wanted] : [trimmed, `${trimmed}/*`];
      if (patterns.some((pattern) => glob(pattern, path))) {
        return target(backend.service.name, backend.service.port.number);
      }
    }
  }
  return undefined;
}

/** A Gateway: most specific hostname, then exact path, then longest prefix, over all routes at once. */
export function askGateway(
  routes: readonly Route[],
  host: string,
  path: string,
): string | undefined {
  const candidates = routes.flatMap(({ spec }) =>
    spec.rules.flatMap((rule) =>
      (rule.matches ?? []).flatMap((match) => {
        const hostname = spec.hostnames?.[0];
        const hostTakes =
          hostname === undefined ||
          hostname === host ||
          (hostname.startsWith("*.") && host.endsWith(hostname.slice(1)));
        const { type, value } = match.path;
        const pathTakes = type === "Exact" ? value === path : prefixTakes(value, path);
        const backend = rule.backendRefs?.[0];
        if (!hostTakes || !pathTakes || !backend) return [];
        return {
          rank: [
            hostname === undefined ? 0 : hostname.startsWith("*.") ? hostname.length : 1_000,
            type === "Exact" ? 1 : 0,
            value.length,
          ] as const,
          backend: target(backend.name, backend.port),
        };
      }),
    ),
  );
  candidates.sort(({ rank: a }, { rank: b }) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2]);
  return candidates[0]?.backend;
}
