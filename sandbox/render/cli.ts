import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { Command } from "commander";

import { ConfigError } from "../../stacks/config";
import { UserError } from "../errors";
import { stackResources } from "../plan/stack";
import { fileOf, rendered, yamlOf } from "./objects";

const cli = new Command("npm run render --")
  .description(
    "The Kubernetes objects of a stack as YAML, by the stack's own program; docs/scan.md. Runs nothing, reaches for nothing; secret values are left out.",
  )
  .option("-s, --stack <name>", "which stack", "dev")
  .option("-o, --out <folder>", "write a file for each object there, rather than all to the screen")
  .showHelpAfterError()
  .action(async ({ stack, out }: { readonly stack: string; readonly out?: string }) => {
    const { objects, charts, definitions } = rendered(await stackResources(stack));
    if (out === undefined) process.stdout.write(objects.map(yamlOf).join("---\n"));
    else for (const object of objects) write(join(resolve(out), fileOf(object)), yamlOf(object));
    const left = [
      charts.length > 0 && `charts (${charts.join(", ")})`,
      definitions.length > 0 && `published definitions of kinds (${definitions.join(", ")})`,
    ].filter((it) => it !== false);
    process.stderr.write(
      `${objects.length.toString()} objects of ${stack}.${left.length > 0 ? ` Left out: ${left.join("; ")}.` : ""}\n`,
    );
  });

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

cli.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  if (!(error instanceof UserError || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
});
