import { status, type sendUnaryData, type UntypedServiceImplementation } from "@grpc/grpc-js";
import type * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { resourceService } from "../runtime/resource-server";
import { ignoreChangesKey, kubernetesProvider } from "./provider";
import { keepSecrets } from "./values";

/** The parts of a request that hold values. */
const parts = ["News", "Olds", "Oldinputs", "Properties", "Inputs"] as const;
type Message = Record<string, unknown>;
type Handler = (call: { request: Message }, callback: sendUnaryData<unknown>) => void;

/**
 * The shared runtime over this provider, with what it hides from simpler ones: which values are secret (state and diff must keep them
 * so), and which changes an update ignores.
 */
export function kubernetesService(
  version: string,
  engineAddress: string | undefined,
): UntypedServiceImplementation {
  const shared = resourceService(version, kubernetesProvider(), engineAddress);
  const kept = Object.entries(shared).map(([name, handler]): [string, Handler] => [
    name,
    (call, callback) => {
      for (const part of parts) keepPart(call.request, part);
      if (name === "update") addIgnored(call.request as unknown as proto.UpdateRequest);
      (handler as Handler)(call, name === "configure" ? acceptingSecrets(callback) : callback);
    },
  ]);
  return {
    ...(Object.fromEntries(kept) as unknown as UntypedServiceImplementation),
    construct: refuse("components (Chart v4, ConfigGroup v2, Directory v2)"),
    call: refuse("methods of components"),
  };
}

function keepPart(request: Message, part: string): void {
  const get = request[`get${part}`];
  const set = request[`set${part}`];
  if (typeof get !== "function" || typeof set !== "function") return;
  const struct = get.call(request) as unknown;
  if (struct instanceof Struct)
    set.call(
      request,
      Struct.fromJavaScript(keepSecrets(struct.toJavaScript()) as Record<string, JavaScriptValue>),
    );
}

function addIgnored(request: proto.UpdateRequest): void {
  const news = request.getNews()?.toJavaScript() ?? {};
  request.setNews(
    Struct.fromJavaScript({ ...news, [ignoreChangesKey]: request.getIgnorechangesList() }),
  );
}

const acceptingSecrets =
  (callback: sendUnaryData<unknown>): sendUnaryData<unknown> =>
  (error, response, ...rest) => {
    (response as proto.ConfigureResponse | undefined)?.setAcceptsecrets(true);
    callback(error, response, ...rest);
  };

const refuse =
  (what: string): Handler =>
  (_call, callback) => {
    const details = `the sandbox's Kubernetes provider makes no ${what}: install the official plugin`;
    callback({ code: status.UNIMPLEMENTED, details });
  };
