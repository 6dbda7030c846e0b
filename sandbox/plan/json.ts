import type { Planned } from "./graph";
import { termsOf } from "./measure";
import type { Plan } from "./plan";
import type { Slot } from "./schedule";
import { timeOf } from "./times";

/** The plan for other programs: every resource with its times and what it waits for. */
export function json({ stack, schedule, measure, finalizers }: Plan): string {
  const report = {
    stack,
    seconds: measure.seconds,
    leastSeconds: measure.leastSeconds,
    ratio: measure.ratio,
    least: termsOf(measure),
    criticalPath: measure.path.map(step),
    resources: [...schedule.values()].map((slot) => ({
      ...step(slot),
      component: slot.resource.component,
      waitsFor: slot.resource.waitsFor,
    })),
    finalizers: finalizers.map(({ object, servers, name }) => ({
      object: identity(object),
      finalizer: name,
      servedBy: servers.map(identity),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

const identity = ({ urn, type, name }: Planned) => ({ urn, type, name });

function step({ resource, start, end }: Slot) {
  const { what, kind, source, checked } = timeOf(resource);
  return { ...identity(resource), start, end, what, kind, source, checked };
}
