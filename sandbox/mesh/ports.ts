import { existsSync, readFileSync } from "node:fs";

import { freePort, isFree } from "../control-plane/ports";
import { writePrivate } from "../files";

/** Ports of 127.0.0.1 by name: the same from start to start as long as nobody else has taken them. */
export class PortBook {
  private readonly known: Record<string, number>;

  constructor(private readonly file: string) {
    this.known = existsSync(file)
      ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, number>)
      : {};
  }

  /** A port for a program that does not run now. */
  async reserve(name: string): Promise<number> {
    const before = this.known[name];
    if (before !== undefined && (await isFree(before))) return before;
    const taken = new Set(Object.values(this.known));
    let port = await freePort();
    while (taken.has(port)) port = await freePort();
    this.known[name] = port;
    writePrivate(this.file, JSON.stringify(this.known));
    return port;
  }

  get(name: string): number | undefined {
    return this.known[name];
  }
}
