import type {
  Client,
  Metadata,
  MethodDefinition,
  sendUnaryData,
  ServerWritableStream,
  ServiceDefinition,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { releaseType } from "../release";

const asItIs = (bytes: Buffer): Buffer => bytes;

const methods = Object.entries(
  ResourceProviderService as unknown as Record<string, MethodDefinition<object, object>>,
);

/** The provider's protocol with messages left as bytes, so that what is passed on stays what it is. */
export const bytesDefinition = Object.fromEntries(
  methods.map(([name, method]) => [
    name,
    {
      ...method,
      requestSerialize: asItIs,
      requestDeserialize: asItIs,
      responseSerialize: asItIs,
      responseDeserialize: asItIs,
    },
  ]),
) as ServiceDefinition;

/** Requests about one resource; its URN tells which kind it is. */
const aboutResources = new Set(["check", "diff", "create", "read", "update", "delete"]);
/** Requests that both must hear of. */
const forBoth = new Set(["configure", "cancel"]);

interface AboutResource {
  getUrn(): string;
}

type Unary = (call: Call, callback: sendUnaryData<Buffer>) => void;
interface Call {
  readonly request: Buffer;
  readonly metadata: Metadata;
}
type Ours = (call: { request: object }, callback: sendUnaryData<object>) => void;

/**
 * Passes every request on to the official plugin, but those about Helm releases: on simulated nodes nothing
 * that a chart runs would have a process, and its webhooks would refuse every pod.
 */
export function frontService(
  official: Client,
  ours: UntypedServiceImplementation,
): UntypedServiceImplementation {
  const handlers = methods.map(([name, method]) => {
    if (method.responseStream) return [name, passStream(official, method)];
    const pass = passOn(official, method);
    const own = ownAnswer(method, ours[name] as unknown as Ours);
    if (forBoth.has(name)) return [name, both(own, pass)];
    if (!aboutResources.has(name)) return [name, pass];
    const choose: Unary = (call, callback) =>
      (isRelease(method, call.request) ? own : pass)(call, callback);
    return [name, choose];
  });
  return Object.fromEntries(handlers) as UntypedServiceImplementation;
}

function isRelease(method: MethodDefinition<object, object>, bytes: Buffer): boolean {
  const urn = (method.requestDeserialize(bytes) as AboutResource).getUrn();
  return urn.split("::")[2]?.split("$").at(-1) === releaseType;
}

const ownAnswer =
  (method: MethodDefinition<object, object>, handle: Ours): Unary =>
  ({ request }, callback) => {
    handle({ request: method.requestDeserialize(request) }, (error, answer) =>
      callback(error, answer ? method.responseSerialize(answer) : null),
    );
  };

const passOn =
  (official: Client, { path }: MethodDefinition<object, object>): Unary =>
  ({ request, metadata }, callback) => {
    official.makeUnaryRequest(path, asItIs, asItIs, request, metadata, (error, answer) =>
      callback(error, answer ?? null),
    );
  };

/** The official plugin's answer counts: ours says the same of releases when it is asked about one. */
const both =
  (own: Unary, pass: Unary): Unary =>
  (call, callback) =>
    own(call, () => pass(call, callback));

const passStream =
  (official: Client, { path }: MethodDefinition<object, object>) =>
  (call: ServerWritableStream<Buffer, Buffer>): void => {
    const answer = official.makeServerStreamRequest(
      path,
      asItIs,
      asItIs,
      call.request,
      call.metadata,
    );
    answer.on("data", (message: Buffer) => call.write(message));
    answer.on("end", () => call.end());
    answer.on("error", (error) => call.emit("error", error));
  };
