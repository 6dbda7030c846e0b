/**
 * Ctrl-C: while the engine runs, it is asked to stop in good order and waited for; at any other time the command just ends.
 * On a terminal the engine hears the same Ctrl-C itself; a second signal would make it drop what it is doing.
 */
export class Interrupt {
  private readonly controller = new AbortController();
  private running: "engine" | "ours" | undefined;
  private engineRan = false;
  private interrupted = false;

  constructor() {
    const hear = (signal: NodeJS.Signals) => {
      if (!this.running) process.exit(130);
      if (this.interrupted) return;
      this.interrupted = true;
      process.stderr.write("\nStopping in good order: waiting for what has been begun …\n");
      const heardByEngine = this.running === "engine" && process.stdin.isTTY;
      if (signal === "SIGTERM" || !heardByEngine) this.controller.abort();
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
    this.engineRan = true;
    return this.run("engine", operation);
  }

  /** Runs work of our own that ends in good order when its signal is aborted. */
  heeded<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.run("ours", work);
  }

  private async run<T>(
    what: "engine" | "ours",
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.running = what;
    try {
      return await work(this.controller.signal);
    } finally {
      this.running = undefined;
    }
  }
}
