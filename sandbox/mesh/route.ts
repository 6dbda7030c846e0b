import type { PodRange } from "../control-plane/pod-range";
import { UserError } from "../errors";
import { run } from "../tools/run";
import { canListen, listenAddress, type Addresses } from "./addresses";
import { outsideAddress } from "./outside";

const words = (verb: "add" | "del", range: PodRange) => [
  "route",
  verb,
  "local",
  range,
  "dev",
  "lo",
];

/**
 * Makes the addresses of pods this machine's own, so that a process can answer at them. Without the right to do so, addresses
 * of loopback stand for them, all of which Linux has.
 */
export async function openRange(range: PodRange): Promise<Addresses> {
  const address = outsideAddress(range);
  if (await canListen(address)) return "own";
  const ran = await run("ip", words("add", range));
  if (await canListen(address)) return "own";
  if (await canListen(listenAddress("loopback", address))) return "loopback";
  const why = ran.code === "ENOENT" ? "there is no program `ip`" : ran.stderr.join(" ");
  throw new UserError(
    `Stand-ins for pods need the addresses ${range} on this machine, and "ip ${words("add", range).join(" ")}" failed (${why}); ` +
      `nor are the addresses 127.0.0.0/8 all its own, as on Linux. Run it as root before, or leave --mesh out.`,
  );
}

/** Gives them back. Without the right to do so they stay, which the next start says nothing of. */
export async function closeRange(range: PodRange): Promise<void> {
  await run("ip", words("del", range));
}
