import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { ResourceProvider } from "./provider";
import { resourceService } from "./resource-server";

/** Large states (many objects in one request) must pass: the engine's own limit. Source: pulumi sdk/go/common/util/rpcutil. */
export const maxMessageBytes = 400 * 1024 * 1024;

/**
 * Serves a provider of custom resources as a plugin process: prints its port, then answers the engine until the engine ends it.
 *
 * @param name the package, like `aws`; @param version the SDK's version, which the engine compares
 */
export function serve(name: string, version: string, provider: ResourceProvider): void {
  listen(name, (engineAddress) => resourceService(version, provider, engineAddress));
}

/** Serves what `make` makes, which is told the engine's address where the engine gave one. */
export function listen(
  name: string,
  make: (engineAddress: string | undefined) => UntypedServiceImplementation,
  definition: ServiceDefinition = ResourceProviderService,
): void {
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(definition, make(engineAddress(process.argv.slice(2))));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) {
      console.error(`${name}: ${error.message}`);
      process.exit(1);
    }
    console.log(port.toString());
  });
}

/** The engine's address is the one argument that is no flag. */
function engineAddress(args: readonly string[]): string | undefined {
  return args.find((arg, index) => !arg.startsWith("-") && args[index - 1] !== "--tracing");
}
