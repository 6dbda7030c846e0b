import { createServer, type AddressInfo, type Server } from "node:net";

/** What listens, each on 127.0.0.1 alone. */
export interface Ports {
  readonly etcd: number;
  readonly apiServer: number;
  /** kwok's stand-in for the nodes' kubelets. */
  readonly kubelet: number;
}

/** Ports that are free now. Whoever binds one later may still come second: the start is then tried anew. */
export async function freePorts(): Promise<Ports> {
  // Held open together, so that they differ.
  const servers = await Promise.all([listen(0), listen(0), listen(0)]);
  const [etcd = 0, apiServer = 0, kubelet = 0] = servers.map(
    (server) => (server.address() as AddressInfo).port,
  );
  await Promise.all(servers.map(close));
  return { etcd, apiServer, kubelet };
}

export async function freePort(): Promise<number> {
  const server = await listen(0);
  const { port } = server.address() as AddressInfo;
  await close(server);
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch {
    return false;
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
