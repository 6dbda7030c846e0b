import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Command } from "commander";

import { configGet, configSet, configUnset } from "./commands/config";
import { destroy } from "./commands/destroy";
import { kubectl } from "./commands/kubectl";
import { preview } from "./commands/preview";
import { status } from "./commands/status";
import { stop } from "./commands/stop";
import { up, type UpFlags } from "./commands/up";
import { endWith } from "./ending";
import { Interrupt } from "./engine/interrupt";
import { clone } from "./paths";

// Keys, state and kubeconfigs are nobody else's, nor is any other file made here.
process.umask(0o077);

const { version } = JSON.parse(readFileSync(join(clone, "package.json"), "utf8")) as {
  version: string;
};
const interrupt = new Interrupt();

const cli = new Command("npm run sandbox --")
  .description("Runs the stacks on this machine: real engine, real API server, simulated AWS.")
  .version(version)
  .enablePositionalOptions()
  .showHelpAfterError();

const operation = (name: string, description: string) =>
  cli
    .command(name)
    .description(description)
    .option("-s, --stack <name>", "which stack", "dev")
    .option("-c, --config <key=value...>", "change the config of this sandbox first, and keep it")
    .option("--kubeconfig <file>", "a cluster of your own in place of the embedded one")
    .option("--refresh", "look first at what really stands", undefined)
    .option("--diff", "show every changed property")
    .option(
      "--json",
      "the result as JSON on standard output; the engine's words on standard error",
    );

const withMesh = (command: Command) =>
  command
    .option("--mesh", "a real mesh beside it: istiod, Envoy, and a stand-in for each pod; kept")
    .option("--no-mesh", "end the mesh of an earlier run");

withMesh(
  operation("start", "set up what is missing and bring the dev stack up (npm start)"),
).action((flags: UpFlags) => up(flags, interrupt));
withMesh(operation("up", "bring a stack up, or to what its config says now"))
  .option("--target <urn...>", "only these resources")
  .action((flags: UpFlags) => up(flags, interrupt));
operation("preview", "show what up would do, and do nothing").action((flags: UpFlags) =>
  preview(flags, interrupt),
);
operation("destroy", "remove everything that up has made").action((flags: UpFlags) =>
  destroy(flags, interrupt),
);

cli
  .command("status")
  .description("which stacks are up, and what runs for them")
  .option("-s, --stack <name>", "only this stack")
  .option("--json", "as JSON")
  .action(status);

cli
  .command("stop")
  .description("end the control planes; what they hold stays for the next up")
  .option("-s, --stack <name>", "only this stack")
  .option("--forget", "and remove the sandbox's data: state, keys, simulated account")
  .action(stop);

cli
  .command("kubectl")
  .description("kubectl on a stack's cluster; --stack may stand anywhere among its words")
  .argument("[words...]", "what kubectl is given")
  .helpOption(false)
  .allowUnknownOption()
  .passThroughOptions()
  .action(kubectl);

const config = cli
  .command("config")
  .description("read or change a stack's config for this sandbox only");
config
  .command("get")
  .argument("[key]", "such as twelve-street:shop.services.products")
  .option("-s, --stack <name>", "which stack", "dev")
  .action((key: string | undefined, flags: { stack: string }) => configGet(flags.stack, key));
config
  .command("set")
  .argument("<key>")
  .argument("<value>", "YAML, such as 2, false, 1.4.0 or [a, b]")
  .option("-s, --stack <name>", "which stack", "dev")
  .action((key: string, value: string, flags: { stack: string }) =>
    configSet(flags.stack, key, value),
  );
config
  .command("unset")
  .argument("<key>")
  .option("-s, --stack <name>", "which stack", "dev")
  .action((key: string, flags: { stack: string }) => configUnset(flags.stack, key));

cli.parseAsync().catch((error: unknown) => endWith(error, interrupt));
