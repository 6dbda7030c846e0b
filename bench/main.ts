import { Command } from "commander";

import { classroomCommand } from "./classroom/command";
import { mainJob } from "./main-job";
import { rolloutsCommand } from "./rollouts/command";

new Command("npm run bench --")
  .description(
    "Speed, always as a ratio to a peer in the same run. Warm: tools, control plane, dev stack up.",
  )
  .option("--rounds <number>", "how often each is measured; the median counts", "5")
  .option("--json", "as JSON")
  .action(async (flags: { rounds: string; json?: boolean }) => {
    await mainJob(Number(flags.rounds), flags.json === true);
  })
  .enablePositionalOptions()
  .addCommand(rolloutsCommand())
  .addCommand(classroomCommand())
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
