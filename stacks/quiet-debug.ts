import { log } from "@pulumi/pulumi";

type Debug = (message: string, ...rest: never[]) => Promise<void>;

const quiet = new WeakSet<Debug>();

/**
 * The SDK tells the engine the whole answer to each of its requests in a debug message, with every secret in it, and
 * debug messages are events whether anybody asked for them or not. The engine masks what stands in encrypted config, as it
 * stands there: not what comes from elsewhere, nor in base64 or within an address. So the answers are left out.
 * Source: @pulumi/pulumi 3.248.0, runtime/invoke.js and runtime/resource.js; pulumi 3.225.0, pkg/engine/events.go.
 */
export function withoutAnswers(sdk: { debug: Debug } = log): void {
  if (quiet.has(sdk.debug)) return;
  const tell = sdk.debug;
  sdk.debug = (message, ...rest) =>
    tell(message.replace(/( RPC finished: .*?resp: ).*/s, "$1(left out)"), ...rest);
  quiet.add(sdk.debug);
}
