import { Command, Option } from "commander";

import { ConfigError } from "../../stacks/config";
import { UserError } from "../errors";
import { json } from "./json";
import { mermaid } from "./mermaid";
import { planOf, type Plan } from "./plan";
import { stackGraph } from "./stack";
import { svg } from "./svg";
import { table } from "./table";

const formats = { table, mermaid, svg, json } as const satisfies Record<
  string,
  (plan: Plan) => string
>;

interface Flags {
  readonly stack: string;
  readonly format: keyof typeof formats;
}

const cli = new Command("npm run plan --")
  .description(
    "What a stack is made of, what waits for what, and how long it takes on AWS by published times; docs/plan.md. Runs nothing, reaches for nothing.",
  )
  .option("-s, --stack <name>", "which stack", "dev")
  .addOption(
    new Option("-f, --format <format>", "how to show it")
      .choices(Object.keys(formats))
      .default("table"),
  )
  .showHelpAfterError()
  .action(async ({ stack, format }: Flags) => {
    process.stdout.write(formats[format](planOf(stack, await stackGraph(stack))));
  });

cli.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  if (!(error instanceof UserError || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
});
