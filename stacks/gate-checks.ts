import { gateDefaults, type Gate } from "./gate-schema";
import type { Problem } from "./problems";
import { problem } from "./refusals";
import type { StackSettings } from "./schema";
import { stackServices, type StackService } from "./stack-services";

type Apps = Pick<StackSettings, "shop" | "tutorial">;
type Table = NonNullable<StackSettings["shop"]["gate"]>;

/** What a service's rollout is gated by: its own table over its app's; undefined for readiness alone. */
export const gateOf = ({ app, table }: StackService, apps: Apps): Gate | undefined =>
  gateFrom(apps[app]?.gate, table.gate);

function gateFrom(...tables: readonly (Table | undefined)[]): Gate | undefined {
  if (tables.every((table) => table === undefined)) return undefined;
  const { enabled = true, ...gate } = Object.assign({ ...gateDefaults }, ...tables) as Gate & {
    enabled?: boolean;
  };
  return enabled ? gate : undefined;
}

/** Whether somebody counts the requests that a gate asks for, and often enough; an app's own table once. */
export function checkGates(settings: StackSettings): Problem[] {
  const services = stackServices(settings);
  return services.flatMap((service) => {
    const { app, name, table } = service;
    if (table.gate) {
      const at = [app, "services", name, "gate"];
      return checkGate(at, table.gate, gateOf(service, settings), service, settings);
    }
    const first = services.find((it) => it.app === app && !it.table.gate);
    if (service !== first) return [];
    const { gate } = settings[app] ?? {};
    return checkGate([app, "gate"], gate, gateFrom(gate), service, settings);
  });
}

function checkGate(
  at: readonly string[],
  written: Table | undefined,
  gate: Gate | undefined,
  { inMesh, mesh }: StackService,
  { observability }: StackSettings,
): Problem[] {
  if (!gate) return [];
  const refuse = (fix: string) => [problem(at, written, fix)];
  const or = "or take the gate out: readiness and --hold manual stay";
  if (!inMesh) {
    const way = mesh ? "take shop.mesh out" : "switch mesh on";
    return refuse(`without the mesh nobody counts requests: ${way}, ${or}`);
  }
  if (!observability?.prometheus)
    return refuse(`switch observability.prometheus on, which is asked, ${or}`);
  if (gate.successPercent === undefined && !gate.latency)
    return refuse("say what it asks for: give successPercent, latency, or both");
  const { scrapeSeconds } = observability.prometheus;
  if (gate.windowSeconds >= 2 * scrapeSeconds) return [];
  const fix = `Prometheus reads the numbers every ${scrapeSeconds} s: give at least ${2 * scrapeSeconds}`;
  return [problem([...at, "windowSeconds"], gate.windowSeconds, fix)];
}
