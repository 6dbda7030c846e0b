import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

import { processBirth } from "../../sandbox/tools/process";

/** Names a process among those of all machines: its host, its number, when it began, and where such numbers hold. */
export const identityOf = (pid: number): string =>
  [hostname(), pid, processBirth(pid) ?? "?", numberSpace()].join("/");

/** Whether the process is gone; undefined where that cannot be seen from here. */
export function isGone(identity: string): boolean | undefined {
  const [host, pid, birth, space] = identity.split("/");
  // Containers and machines may share a name; numbers of one mean nothing in the other.
  if (host !== hostname() || space !== numberSpace()) return undefined;
  return processBirth(Number(pid)) !== birth;
}

/** For a person. */
export function holderText(identity: string): string {
  const [host, pid] = identity.split("/");
  return pid === undefined ? identity : `process ${pid} on ${host}`;
}

/** Since which boot, and in which namespace, a number is one process's; empty where there are no such things. */
function numberSpace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8);
    return `${boot}-${readlinkSync("/proc/self/ns/pid").replace(/\D/g, "")}`;
  } catch {
    return "";
  }
}
