import type { EngineEvent } from "@pulumi/pulumi/automation";

export interface EngineFlags {
  refresh?: boolean;
  diff?: boolean;
  target?: string[];
  json?: boolean;
}

/** The options every engine operation shares. The engine's own output is shown as it comes; with --json it goes to standard error. */
export function engineOptions(
  flags: EngineFlags,
  signal: AbortSignal,
  onEvent?: (event: EngineEvent) => void,
) {
  const stream = flags.json === true ? process.stderr : process.stdout;
  return {
    color: stream.isTTY && !process.env.NO_COLOR ? ("always" as const) : ("never" as const),
    suppressProgress: !stream.isTTY,
    // The summary says what a person needs of them; the kubeconfig alone would fill the screen.
    suppressOutputs: true,
    onOutput: (text: string) => void stream.write(text),
    onError: (text: string) => void process.stderr.write(text),
    signal,
    ...(flags.refresh === undefined ? {} : { refresh: flags.refresh }),
    ...(flags.diff === undefined ? {} : { diff: flags.diff }),
    ...(flags.target === undefined ? {} : { target: flags.target }),
    ...(onEvent === undefined ? {} : { onEvent }),
  };
}
