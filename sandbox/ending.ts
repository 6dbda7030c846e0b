import { ArgumentError } from "../components/argument-error";
import { ConfigError } from "../stacks/config";
import type { Interrupt } from "./engine/interrupt";
import { UserError } from "./errors";

/** What a person can mend, or has seen already, in a sentence; undefined for a mistake of ours, which shows its trace. */
export function sentenceOf(error: unknown, hasShownEngine: boolean): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof UserError || error instanceof ConfigError || error instanceof ArgumentError)
    return error.message;
  const ofCluster = clusterWords(error);
  if (ofCluster !== undefined) return ofCluster;
  // The Automation API's CommandError and its kin, told apart without loading it.
  if (!("commandResult" in error)) return undefined;
  return hasShownEngine
    ? "The engine stopped with an error: its words are above."
    : engineWords(error.message);
}

/** What the Kubernetes client throws, told apart without loading it: no answer, or a refusal. */
function clusterWords(error: Error & { code?: unknown; body?: unknown }): string | undefined {
  if (error.name === "FetchError") {
    const why = /reason: (.*)$/.exec(error.message)?.[1] ?? error.message;
    return `The cluster does not answer (${why}): see that it is up, and that its kubeconfig is yours.`;
  }
  if (typeof error.code !== "number" || typeof error.body !== "string") return undefined;
  const said = /"message":("(?:[^"\\]|\\.)*")/.exec(error.body)?.[1];
  return `The cluster refuses (${error.code}): ${said === undefined ? error.body : (JSON.parse(said) as string)}`;
}

/** Of the Automation API's account of a command, what the engine itself says. */
function engineWords(account: string): string {
  if (account.includes("spawn pulumi ENOENT"))
    return "There is no pulumi on PATH, which a stack on AWS is run by: https://www.pulumi.com/docs/install/";
  const said = /^error: (.*)$/m.exec(account)?.[1];
  return said === undefined ? account : `Pulumi says: ${said}`;
}

/** Ends the process of a command that failed. */
export function endWith(error: unknown, interrupt: Interrupt): void {
  process.exitCode = interrupt.heard ? 130 : 1;
  const sentence = sentenceOf(error, interrupt.hasShownEngine);
  if (sentence === undefined) throw error;
  process.stderr.write(`${sentence}\n`);
}
