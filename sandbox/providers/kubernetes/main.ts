import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { pulumi } from "@pulumi/kubernetes/package.json";
import { kubernetesService } from "./service";

const engineAddress = process.argv.slice(2).find((arg) => !arg.startsWith("-"));
const server = new Server({
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
});
server.addService(ResourceProviderService, kubernetesService(pulumi.version, engineAddress));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    console.error(`kubernetes: ${error.message}`);
    process.exit(1);
  }
  console.log(port.toString());
});

/** Milliseconds between looks at whether the engine still lives: one that was killed can end no plugin, and would leave this one writing. */
const lookMs = 1_000;
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit();
}, lookMs).unref();
