/** Ctrl-C ends a bench in good order after what it measures, and its sandbox with it. */
export function untilStopped(what: string): AbortSignal {
  const stop = new AbortController();
  process.once("SIGINT", () => {
    process.stderr.write(`\nStopping after this ${what}, and taking the sandbox down …\n`);
    stop.abort();
  });
  return stop.signal;
}
