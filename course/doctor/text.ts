import type { Report } from "./examine";
import type { Finding } from "./world";

const line = ({ level, object, what, command }: Finding): string =>
  `  ${level === "wrong" ? "✗" : "·"} ${object} ${what}.\n      ${command}`;

/** For a person. */
export function reportText({ student, shared, services }: Report): string {
  const parts = services.map(({ service, addresses, findings }) => {
    const isWrong = findings.some(({ level }) => level === "wrong");
    const head = `${service}: ${isWrong ? "cannot be reached as it should" : "nothing found that keeps it from being reached"}`;
    return [head, ...addresses.map((it) => `  at ${it}`), ...findings.map(line)].join("\n");
  });
  const general = shared.length > 0 ? [[student, ...shared.map(line)].join("\n")] : [];
  const none = services.length === 0 && shared.length === 0 ? [`${student} has no Services.`] : [];
  return `${[...general, ...parts, ...none].join("\n\n")}\n`;
}

/** Whether something is wrong, and not just worth a note. */
export const isHealthy = ({ shared, services }: Report): boolean =>
  [...shared, ...services.flatMap(({ findings }) => findings)].every(
    ({ level }) => level === "note",
  );
