import { rmSync } from "node:fs";

import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";

import {
  discoveryResponse,
  readDiscoveryRequest,
  type DiscoveryRequest,
  type Secret,
} from "./messages";
import type { Identity } from "./identities";

const service = {
  StreamSecrets: {
    path: "/envoy.service.secret.v3.SecretDiscoveryService/StreamSecrets",
    requestStream: true,
    responseStream: true,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: readDiscoveryRequest,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  },
} as const;

/** Gives Envoys their certificates, at a socket of the file system, where an agent beside a sidecar would. */
export async function serveSecrets(
  socket: string,
  identityOf: (node: string) => Promise<Identity> | undefined,
): Promise<void> {
  const server = new Server();
  server.addService(service, {
    StreamSecrets(stream: ServerDuplexStream<DiscoveryRequest, Buffer>) {
      let node = "";
      let asked: readonly string[] = [];
      stream.on("data", (request: DiscoveryRequest) => {
        node = request.node || node;
        // Envoy says that it has taken what it got by asking for the same again.
        if (request.nonce !== "" && request.names.join() === asked.join()) return;
        asked = request.names;
        void identityOf(node)?.then((identity) => {
          const secrets = request.names.map((name) => secretOf(name, identity));
          stream.write(discoveryResponse(Date.now().toString(), secrets));
        });
      });
      stream.on("end", () => stream.end());
      stream.on("error", () => undefined);
    },
  });
  rmSync(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

const secretOf = (name: string, { key, chain, root }: Identity): Secret =>
  name === "ROOTCA" ? { name, root } : { name, chain, key };
