import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
} from "@grpc/grpc-js";

import { toLoopback } from "./addresses";

const method = "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources";
const bytes = (it: Buffer) => it;
const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

const service = {
  StreamAggregatedResources: {
    path: method,
    requestStream: true,
    responseStream: true,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  },
} as const;

/**
 * Stands between istiod and the Envoys where pods' addresses cannot be this machine's own: what istiod says of them leads to
 * those of loopback that stand for them. All else goes through as it is.
 */
export async function relayDiscovery(port: number, istiodPort: () => number): Promise<void> {
  const server = new Server(unlimited);
  server.addService(service, {
    StreamAggregatedResources(envoy: ServerDuplexStream<Buffer, Buffer>) {
      const address = `127.0.0.1:${istiodPort()}`;
      const client = new Client(address, credentials.createInsecure(), unlimited);
      const istiod = client.makeBidiStreamRequest(method, bytes, bytes);
      const end = () => {
        istiod.cancel();
        client.close();
        envoy.end();
      };
      envoy.on("data", (request: Buffer) => istiod.write(request));
      istiod.on("data", (answer: Buffer) => envoy.write(toLoopback(answer)));
      for (const side of [envoy, istiod]) {
        side.on("end", end);
        side.on("error", end);
      }
      envoy.on("cancelled", end);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
