import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { Client, credentials } from "@grpc/grpc-js";
import { pulumi } from "@pulumi/kubernetes/package.json";

import { listen, maxMessageBytes } from "../../runtime/serve";
import { kubernetesService } from "../service";
import { bytesDefinition, frontService } from "./service";

// The official plugin's path comes first; the engine's own arguments follow, and are for both.
const [official = ""] = process.argv.splice(2, 1);
const child = spawn(official, process.argv.slice(2), { stdio: ["pipe", "pipe", "inherit"] });
process.on("exit", () => child.kill());
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit());
child.on("error", (error) => {
  console.error(`kubernetes: ${official} does not start: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code) => process.exit(code ?? 1));

// Its first line is its port, as every plugin's.
createInterface({ input: child.stdout }).once("line", (port) => {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  listen(
    "kubernetes",
    (engine) => frontService(client, kubernetesService(pulumi.version, engine)),
    bytesDefinition,
  );
});
