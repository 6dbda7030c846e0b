import type { PodRange } from "../control-plane/pod-range";
import { UserError } from "../errors";
import { run } from "../tools/run";

const words = (verb: "add" | "del", range: PodRange) => [
  "route",
  verb,
  "local",
  range,
  "dev",
  "lo",
];

/** Makes the addresses of pods this machine's own, so that a process can answer at them. */
export async function openRange(range: PodRange): Promise<void> {
  const ran = await run("ip", words("add", range));
  const said = ran.stderr.join(" ");
  if (ran.problem === undefined || said.includes("File exists")) return;
  const why = ran.code === "ENOENT" ? "there is no program `ip`" : said || ran.problem;
  throw new UserError(
    `Stand-ins for pods need the addresses ${range} on this machine, and "ip ${words("add", range).join(" ")}" failed (${why}): ` +
      `on Linux run it as root before, for instance with sudo, and then this again; elsewhere leave --mesh out.`,
  );
}

/** Gives them back. Without the right to do so they stay, which the next start says nothing of. */
export async function closeRange(range: PodRange): Promise<void> {
  await run("ip", words("del", range));
}
