import type { Report } from "./examine";
import type { Finding } from "./world";

const line = ({ level, object, what, command }: Finding): string =>
  `  ${level === "wrong" ? "✗" : "·"} ${object} ${what}.\n      ${command}`;

/** For a person. */
export function reportText({ student, shared, services, problems }: Report): string {
  const seen = problems.length === 0 ? "" : ", in what could be looked at";
  const parts = services.map(({ service, addresses, findings }) => {
    const isWrong = findings.some(({ level }) => level === "wrong");
    const head = `${service}: ${isWrong ? "cannot be reached as it should" : `nothing found that keeps it from being reached${seen}`}`;
    return [head, ...addresses.map((it) => `  at ${it}`), ...findings.map(line)].join("\n");
  });
  const general = shared.length > 0 ? [[student, ...shared.map(line)].join("\n")] : [];
  const none =
    services.length + shared.length + problems.length === 0 ? [`${student} has no Services.`] : [];
  const unseen = problems.length > 0 ? [problems.map((it) => `· ${it}`).join("\n")] : [];
  return `${[...unseen, ...general, ...parts, ...none].join("\n\n")}\n`;
}

/** Whether nothing is wrong, and all was looked at. */
export const isHealthy = ({ shared, services, problems }: Report): boolean =>
  problems.length === 0 &&
  [...shared, ...services.flatMap(({ findings }) => findings)].every(
    ({ level }) => level === "note",
  );
