import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentProgress } from "../../../sandbox/progress";
import { resolveTools } from "../../../sandbox/tools";
import type { Hands } from "./hands";

/** Runs a real kube-scheduler on the settings that the lab's ConfigMap has, as its own pod would, while `work` is under way. */
export async function withScheduler(
  instructor: Hands,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  const words = ["get", "configmap", name, "-n", name, "-o", "json"];
  const { data } = JSON.parse(await instructor.kubectl(...words)) as {
    data: Record<string, string>;
  };
  const config = JSON.parse(data["config.yaml"] ?? "") as object;
  const clientConnection = { kubeconfig: instructor.kubeconfig };
  const folder = await mkdtemp(join(tmpdir(), "scheduler-"));
  const file = join(folder, "config.yaml");
  await writeFile(file, JSON.stringify({ ...config, clientConnection }));
  const tools = await resolveTools(["kube-scheduler"], silentProgress);
  const child = spawn(tools["kube-scheduler"].path, [`--config=${file}`, "--secure-port=0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "close");
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  try {
    await work();
  } catch (error) {
    throw new Error(`${String(error)}\nkube-scheduler: ${said.slice(-2_000)}`, { cause: error });
  } finally {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true });
  }
}
