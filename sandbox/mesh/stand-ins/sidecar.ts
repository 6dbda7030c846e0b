import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { TLSSocket } from "node:tls";

import { proxyHeader } from "../redirect";

/** Whence a sidecar comes to its own pod, so that iptables let it pass. Source: istio/istio 1.31, cluster_builder.go. */
export const sidecarSource = "127.0.0.6";

/** A sidecar that has just started, or is started anew, has no listener yet. */
const patienceMs = 5_000;

/** Has a connection go through the pod's own Envoy, in place of iptables. */
export function throughSidecar(socket: Socket, port: () => number | undefined): void {
  const from = { address: socket.remoteAddress ?? "127.0.0.1", port: socket.remotePort ?? 1 };
  const to = { address: socket.localAddress ?? "", port: socket.localPort ?? 0 };
  socket.pause();
  const until = Date.now() + patienceMs;
  const attempt = () => {
    const envoy = connect(port() ?? 0, "127.0.0.1");
    const again = () => {
      envoy.destroy();
      if (Date.now() > until || socket.destroyed) socket.destroy();
      else void wait(50, undefined, { ref: false }).then(attempt);
    };
    envoy.once("error", again);
    envoy.once("connect", () => {
      envoy.off("error", again);
      envoy.on("error", () => envoy.destroy());
      envoy.on("close", () => socket.destroy());
      socket.on("close", () => envoy.destroy());
      envoy.write(proxyHeader(from, to));
      socket.pipe(envoy).pipe(socket);
    });
  };
  attempt();
}

const principals = new WeakMap<Socket, string>();

/** Whom the caller's certificate names: `cluster.local/ns/NAMESPACE/sa/ACCOUNT`; undefined without one. */
export function principalOf(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const known = principals.get(socket);
  if (known !== undefined) return known;
  const names = socket.getPeerCertificate().subjectaltname ?? "";
  const principal = /URI:spiffe:\/\/([^,\s]+)/.exec(names)?.[1];
  if (principal !== undefined) principals.set(socket, principal);
  return principal;
}
