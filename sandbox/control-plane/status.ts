import { processMemoryMiB } from "../tools/process";
import { serverUrl, type ComponentName } from "./components";
import { Health } from "./health";
import { layoutOf } from "./layout";
import { livePid } from "./processes";
import { readState } from "./state";

export interface ControlPlaneStatus {
  /** Every component lives, and the API server says that it is ready. */
  readonly running: boolean;
  readonly server?: string;
  /** The components that live. */
  readonly components: readonly { name: ComponentName; pid: number; rssMiB: number }[];
}

export async function controlPlaneStatus(stack: string): Promise<ControlPlaneStatus> {
  const layout = layoutOf(stack);
  const state = readState(layout);
  if (!state) return { running: false, components: [] };
  const components = state.components.flatMap((started) => {
    const pid = livePid(layout, started);
    return pid === undefined
      ? []
      : [{ name: started.name, pid, rssMiB: Math.round(processMemoryMiB(pid)) }];
  });
  if (components.length < state.components.length) return { running: false, components };
  const health = new Health(layout, state.ports);
  const running = await health.isReady();
  health.close();
  return { running, server: serverUrl(state.ports), components };
}
