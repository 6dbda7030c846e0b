import { spawn, type SpawnOptions } from "node:child_process";
import { createInterface } from "node:readline";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Kills the program when it has not ended by then. */
  readonly timeoutMs?: number;
  readonly onStderr?: (line: string) => void;
}

/** How a program ended; `problem` is set when it did not end well. */
export interface Ran {
  readonly stdout: string;
  /** The last lines of standard error. */
  readonly stderr: readonly string[];
  readonly problem?: string;
  /** The system's code when it could not be started at all, as `ENOENT`. */
  readonly code?: string;
}

const kept = 30;

/** Runs a program to its end; never throws for what the program does. */
export function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const how: SpawnOptions = { stdio: ["ignore", "pipe", "pipe"] };
    if (options.cwd !== undefined) how.cwd = options.cwd;
    if (options.env !== undefined) how.env = options.env;
    if (options.timeoutMs !== undefined) how.timeout = options.timeoutMs;
    const child = spawn(program, args, how);
    let stdout = "";
    const stderr: string[] = [];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    if (child.stderr)
      createInterface({ input: child.stderr }).on("line", (line) => {
        stderr.push(line);
        if (stderr.length > kept) stderr.shift();
        options.onStderr?.(line);
      });
    child.on("error", (error: NodeJS.ErrnoException) => {
      resolve({ stdout, stderr, problem: error.message, ...(error.code && { code: error.code }) });
    });
    child.on("close", (exit, signal) => {
      if (exit === 0) resolve({ stdout, stderr });
      else if (signal === null)
        resolve({ stdout, stderr, problem: `exit code ${String(exit ?? 1)}` });
      else resolve({ stdout, stderr, problem: `ended by ${signal}` });
    });
  });
}
