import { createServer as createHttp, type RequestListener, type Server as Http } from "node:http";
import { createServer as createNet, type Server as Net, type Socket } from "node:net";
import { createServer as createTls, type Server as Tls } from "node:tls";

import type { Identity } from "../certificates/identities";
import { sidecarSource, throughSidecar } from "./sidecar";

/** What a port takes: mutual TLS alone, plaintext as well, or nothing but plaintext. */
export type MtlsMode = "STRICT" | "PERMISSIVE" | "DISABLE";

/** Who is let in, and by whom. */
export interface Door {
  readonly mode: () => MtlsMode;
  /** Connections go through the pod's own sidecar, at this port of loopback; undefined where the pod has none. */
  readonly sidecar: () => (() => number | undefined) | undefined;
}

/** The first byte of a TLS connection: a handshake record, RFC 8446, section 5.1. */
const handshake = 0x16;

/**
 * One port of a pod, which lets in whom the pod's sidecar would: it looks at a connection's first byte, and takes mutual TLS
 * from who has a certificate of the mesh.
 */
export class Listener {
  private readonly net: Net;
  private readonly http: Http;
  private tls: Tls | undefined;
  private readonly open = new Set<Socket>();

  constructor(
    answer: RequestListener,
    private readonly door: Door,
    identity: Promise<Identity> | undefined,
  ) {
    this.http = createHttp(answer);
    // A connection that the client may use again is never closed under its request.
    this.http.keepAliveTimeout = 0;
    this.http.requestTimeout = 0;
    this.http.headersTimeout = 0;
    void identity?.then((it) => (this.tls = this.makeTls(it)));
    this.net = createNet((socket) => {
      this.open.add(socket);
      socket.on("close", () => this.open.delete(socket));
      socket.on("error", () => socket.destroy());
      socket.once("readable", () => {
        this.let(socket);
      });
    });
  }

  listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.net.once("error", reject);
      this.net.listen({ host, port, exclusive: true }, resolve);
    });
  }

  /** Takes no more connections, and ends when the requests that have begun are answered. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.net.close(() => {
        resolve();
      });
      this.http.close();
      this.http.closeIdleConnections();
    });
  }

  /** Has whoever is connected come in anew with its next request, as the door may be another now. */
  cutIdle(): void {
    this.http.closeIdleConnections();
  }

  kill(): void {
    this.net.close();
    for (const socket of this.open) socket.destroy();
  }

  private let(socket: Socket): void {
    const own = socket.remoteAddress === sidecarSource;
    const sidecar = own ? undefined : this.door.sidecar();
    if (sidecar !== undefined) {
      throughSidecar(socket, sidecar);
      return;
    }
    const first = socket.read(1) as Buffer | null;
    if (first === null) {
      socket.destroy();
      return;
    }
    socket.unshift(first);
    const mode = own ? "DISABLE" : this.door.mode();
    if (first[0] === handshake && mode !== "DISABLE" && this.tls)
      this.tls.emit("connection", socket);
    else if (first[0] !== handshake && mode !== "STRICT") this.http.emit("connection", socket);
    else socket.destroy();
  }

  private makeTls({ key, chain, root }: Identity): Tls {
    const server = createTls(
      {
        key,
        cert: chain,
        ca: root,
        requestCert: true,
        rejectUnauthorized: true,
        ALPNProtocols: ["istio"],
      },
      (socket) => {
        this.http.emit("connection", socket);
      },
    );
    server.on("tlsClientError", () => undefined);
    return server;
  }
}
