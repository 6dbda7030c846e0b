import { createInterface } from "node:readline/promises";

/** What the person at the keyboard answers; undefined where nobody can be asked. */
export async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const line = createInterface({ input: process.stdin, output: process.stderr });
  // On a terminal that reads lines, Ctrl-C comes here and to nobody else.
  line.on("SIGINT", () => process.exit(130));
  try {
    return (await line.question(question)).trim();
  } finally {
    line.close();
  }
}
