import { createServer } from "node:net";

/** Whether pods' addresses are this machine's own, or those of loopback stand for them: 127.18.0.5 for 198.18.0.5. */
export type Addresses = "own" | "loopback";

/** The ranges of all sandboxes (control-plane/pod-range.ts), and as many characters for them. */
const standsFor = [
  ["198.18.", "127.18."],
  ["198.19.", "127.19."],
] as const;

/** Where the process of a pod with this address listens. */
export const listenAddress = (addresses: Addresses, of: string): string =>
  addresses === "own" ? of : toLoopback(Buffer.from(of)).toString();

/** Changes every address of a pod in a message. What is as long as before needs no new lengths around it. */
export function toLoopback(message: Buffer): Buffer {
  for (const [from, to] of standsFor)
    for (let at = message.indexOf(from); at >= 0; at = message.indexOf(from, at + to.length))
      message.write(to, at, "latin1");
  return message;
}

/** Whether a process can listen at an address here. */
export function canListen(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => {
      resolve(false);
    });
    server.listen({ host: address, port: 0 }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
