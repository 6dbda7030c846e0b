import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a live process began, as an opaque word: together with the pid it names one process for ever,
 * since pids come round again. Undefined when no such process lives; a zombie counts as dead.
 */
export function processBirth(pid: number): string | undefined {
  return process.platform === "linux" ? linuxBirth(pid) : psBirth(pid);
}

/** The whole command line of a live process, its words joined by spaces. */
export function processCommand(pid: number): string | undefined {
  if (processBirth(pid) === undefined) return undefined;
  if (process.platform !== "linux") return ps(pid, "command=");
  const words = tryRead(`/proc/${pid.toString()}/cmdline`)?.split("\0").slice(0, -1);
  return words?.length ? words.join(" ") : undefined;
}

/** Resident memory in MiB; 0 when the process is gone. */
export function processMemoryMiB(pid: number): number {
  if (process.platform !== "linux") return Number(ps(pid, "rss=") ?? 0) / 1024;
  const resident = /^VmRSS:\s+(\d+)/m.exec(tryRead(`/proc/${pid.toString()}/status`) ?? "");
  return Number(resident?.[1] ?? 0) / 1024;
}

function linuxBirth(pid: number): string | undefined {
  const stat = tryRead(`/proc/${pid.toString()}/stat`);
  if (stat === undefined) return undefined;
  // The name in brackets may hold spaces and brackets of its own: count from the last one.
  // proc_pid_stat(5): after it come the state (field 3) and, as field 22, the start in clock ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return undefined;
  return `${fields[19] ?? ""}-${bootId()}`;
}

let boot: string | undefined;
function bootId(): string {
  boot ??= tryRead("/proc/sys/kernel/random/boot_id")?.trim().slice(0, 8) ?? "boot";
  return boot;
}

function psBirth(pid: number): string | undefined {
  const state = ps(pid, "state=");
  if (state === undefined || state.startsWith("Z")) return undefined;
  return ps(pid, "lstart=")?.replace(/\W+/g, "-");
}

function ps(pid: number, column: string): string | undefined {
  try {
    const said = execFileSync("ps", ["-ww", "-o", column, "-p", pid.toString()], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return said === "" ? undefined : said;
  } catch {
    return undefined;
  }
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
