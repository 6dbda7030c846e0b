/**
 * Ctrl-C: while the engine runs, it is asked to stop in good order and waited for; at any other time the command just ends.
 * On a terminal the engine hears the same Ctrl-C itself; a second signal would make it drop what it is doing.
 */
export class Interrupt {
  private readonly controller = new AbortController();
  private engineRuns = false;
  private engineRan = false;
  private interrupted = false;

  constructor() {
    const hear = (signal: NodeJS.Signals) => {
      if (!this.engineRuns) process.exit(130);
      if (this.interrupted) return;
      this.interrupted = true;
      process.stderr.write("\nStopping in good order: waiting for what has been begun …\n");
      if (signal === "SIGTERM" || !process.stdin.isTTY) this.controller.abort();
    };
    process.on("SIGINT", hear);
    process.on("SIGTERM", hear);
  }

  /** Whether the person asked to stop. */
  get heard(): boolean {
    return this.interrupted;
  }

  /** Whether an operation has begun, whose words a person has therefore seen. */
  get hasShownEngine(): boolean {
    return this.engineRan;
  }

  /** Runs one operation of the engine under this handler. */
  async during<T>(operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.engineRuns = true;
    this.engineRan = true;
    try {
      return await operation(this.controller.signal);
    } finally {
      this.engineRuns = false;
    }
  }
}
