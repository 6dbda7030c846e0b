import { spawn } from "node:child_process";

/** Runs kubectl on this terminal; answers its exit code. */
export function runKubectl(
  kubectl: string,
  kubeconfig: string,
  args: readonly string[],
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(kubectl, args, {
      stdio: "inherit",
      env: { ...process.env, KUBECONFIG: kubeconfig },
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      resolve(signal === null ? (code ?? 1) : 130);
    });
  });
}
