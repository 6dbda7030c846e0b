/** What long work shows while it runs. Written to standard error, so that standard output stays for results. */
export interface Progress {
  /** A new piece of work begins: one short line. */
  step(text: string): void;
  /** How far the piece of work is; on a terminal it overwrites itself. */
  detail(text: string): void;
  /** The piece of work has ended. */
  done(text?: string): void;
}

/** Progress for a person: lines that rewrite themselves on a terminal, plain lines elsewhere. */
export function consoleProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const terminal = stream.isTTY;
  const paint = (code: number, text: string) =>
    terminal && !process.env.NO_COLOR ? `\x1b[${code.toString()}m${text}\x1b[0m` : text;
  const clear = () => terminal && stream.write("\r\x1b[2K");
  let last = "";
  return {
    step(text) {
      clear();
      stream.write(`${paint(36, "›")} ${text}\n`);
      last = "";
    },
    detail(text) {
      if (terminal) {
        clear();
        stream.write(`  ${text.slice(0, Math.max(20, stream.columns - 4))}`);
      } else if (text !== last) {
        stream.write(`  ${text}\n`);
      }
      last = text;
    },
    done(text) {
      clear();
      if (text !== undefined) stream.write(`${paint(32, "✓")} ${text}\n`);
      last = "";
    },
  };
}

/** Progress that nobody watches. */
export const silentProgress: Progress = {
  step: () => undefined,
  detail: () => undefined,
  done: () => undefined,
};
