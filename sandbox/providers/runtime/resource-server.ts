import * as grpc from "@grpc/grpc-js";
import type { IEngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { fromStruct, seedOf, serviceError, toStruct } from "./messages";
import type {
  CheckFailure,
  CheckResult,
  DiffKind,
  DiffResult,
  Operation,
  Properties,
  ResourceProvider,
} from "./provider";

const severities = {
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
} as const;

const diffKinds: Record<DiffKind, proto.PropertyDiff.Kind> = {
  add: proto.PropertyDiff.Kind.ADD,
  "add-replace": proto.PropertyDiff.Kind.ADD_REPLACE,
  delete: proto.PropertyDiff.Kind.DELETE,
  "delete-replace": proto.PropertyDiff.Kind.DELETE_REPLACE,
  update: proto.PropertyDiff.Kind.UPDATE,
  "update-replace": proto.PropertyDiff.Kind.UPDATE_REPLACE,
};

/**
 * The engine's provider protocol over a {@link ResourceProvider}.
 *
 * `@pulumi/pulumi/provider` hides what a provider of real resources needs: its configuration, whether the run is a preview, the
 * old inputs, and the property paths of a diff. So this speaks the protocol itself; that also halves what a process must load.
 */
export function resourceService(
  version: string,
  provider: ResourceProvider,
  engineAddress: string | undefined,
): grpc.UntypedServiceImplementation {
  const cancelled = new AbortController();
  const engine = engineLog(engineAddress);

  const operation = (request: ResourceRequest): Operation => {
    const urn = request.getUrn();
    const timeout = request.getTimeout?.() ?? 0;
    return {
      urn,
      type: request.getType(),
      name: request.getName(),
      preview: request.getPreview?.() ?? false,
      timeoutSeconds: timeout > 0 ? timeout : undefined,
      signal: cancelled.signal,
      status: (message) => engine("info", message, urn, true),
      log: (severity, message) => engine(severity, message, urn, false),
    };
  };

  return {
    getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
    getSchema: unary(() => new proto.GetSchemaResponse().setSchema("{}")),
    attach: unary(() => new Empty()),
    cancel: unary(() => {
      cancelled.abort();
      return new Empty();
    }),

    checkConfig: unary(async (request: proto.CheckRequest) => {
      const inputs = fromStruct(request.getNews());
      return checkResponse(
        (await provider.checkConfig?.(inputs, fromStruct(request.getOlds()))) ?? { inputs },
      );
    }),
    diffConfig: unary(async (request: proto.DiffRequest) => {
      if (!provider.diffConfig) throw unimplemented("DiffConfig");
      return diffResponse(await provider.diffConfig(diffRequest(request)));
    }),
    configure: unary(async (request: proto.ConfigureRequest) => {
      await provider.configure?.(fromStruct(request.getArgs()));
      // The engine unwraps secrets for us, and marks the outputs of the same name as secret again.
      return new proto.ConfigureResponse().setSupportspreview(true);
    }),

    check: unary(async (request: proto.CheckRequest) =>
      checkResponse(
        await provider.check(operation(request), {
          inputs: fromStruct(request.getNews()),
          old: request.hasOlds() ? fromStruct(request.getOlds()) : undefined,
          seed: seedOf(request),
        }),
      ),
    ),
    diff: unary(async (request: proto.DiffRequest) =>
      diffResponse(
        await provider.diff(operation(request), { id: request.getId(), ...diffRequest(request) }),
      ),
    ),
    create: unary(async (request: proto.CreateRequest) => {
      const created = await provider.create(
        operation(request),
        fromStruct(request.getProperties()),
      );
      return new proto.CreateResponse()
        .setId(created.id ?? "")
        .setProperties(toStruct(created.outputs));
    }),
    read: unary(async (request: proto.ReadRequest) => {
      const read = await provider.read(operation(request), {
        id: request.getId(),
        state: fromStruct(request.getProperties()),
        inputs: fromStruct(request.getInputs()),
      });
      const response = new proto.ReadResponse();
      if (!read) return response;
      return response
        .setId(read.id)
        .setProperties(toStruct(read.outputs))
        .setInputs(toStruct(read.inputs));
    }),
    update: unary(async (request: proto.UpdateRequest) => {
      const outputs = await provider.update(operation(request), {
        id: request.getId(),
        state: fromStruct(request.getOlds()),
        oldInputs: fromStruct(request.getOldInputs()),
        inputs: fromStruct(request.getNews()),
      });
      return new proto.UpdateResponse().setProperties(toStruct(outputs));
    }),
    delete: unary(async (request: proto.DeleteRequest) => {
      await provider.delete(operation(request), {
        id: request.getId(),
        state: fromStruct(request.getProperties()),
        inputs: fromStruct(request.getOldInputs()),
      });
      return new Empty();
    }),
    invoke: unary(async (request: proto.InvokeRequest) => {
      if (!provider.invoke) throw unimplemented(request.getTok());
      const result = await provider.invoke(
        request.getTok(),
        fromStruct(request.getArgs()),
        request.getPreview(),
      );
      return isFailure(result)
        ? new proto.InvokeResponse().setFailuresList(failures(result.failures))
        : new proto.InvokeResponse().setReturn(toStruct(result));
    }),
  };
}

/** What the requests of one resource have in common. */
interface ResourceRequest {
  getUrn(): string;
  getType(): string;
  getName(): string;
  getPreview?(): boolean;
  getTimeout?(): number;
}

function unary<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  return (
    call: grpc.ServerUnaryCall<Request, Response>,
    callback: grpc.sendUnaryData<Response>,
  ): void => {
    Promise.resolve(call.request)
      .then(handle)
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(serviceError(error)),
      );
  };
}

function unimplemented(what: string): Error {
  return Object.assign(new Error(`${what} is not implemented`), {
    code: grpc.status.UNIMPLEMENTED,
  });
}

function diffRequest(request: proto.DiffRequest) {
  return {
    state: fromStruct(request.getOlds()),
    oldInputs: fromStruct(request.getOldInputs()),
    inputs: fromStruct(request.getNews()),
    ignoreChanges: request.getIgnorechangesList(),
  };
}

function diffResponse(result: DiffResult): proto.DiffResponse {
  const response = new proto.DiffResponse();
  const paths = Object.entries(result.detailed);
  for (const [path, { kind, inputDiff }] of paths) {
    response
      .getDetaileddiffMap()
      .set(path, new proto.PropertyDiff().setKind(diffKinds[kind]).setInputdiff(inputDiff));
  }
  const changes = proto.DiffResponse.DiffChanges;
  return response
    .setHasdetaileddiff(true)
    .setChanges(paths.length > 0 ? changes.DIFF_SOME : changes.DIFF_NONE)
    .setDiffsList(paths.map(([path]) => path))
    .setReplacesList(
      paths.filter(([, { kind }]) => kind.endsWith("-replace")).map(([path]) => path),
    )
    .setDeletebeforereplace(result.deleteBeforeReplace ?? false);
}

function checkResponse(result: CheckResult): proto.CheckResponse {
  return new proto.CheckResponse()
    .setInputs(toStruct(result.inputs))
    .setFailuresList(failures(result.failures ?? []));
}

function failures(list: readonly CheckFailure[]): proto.CheckFailure[] {
  return list.map(({ property, reason }) =>
    new proto.CheckFailure().setProperty(property).setReason(reason),
  );
}

function isFailure(
  result: Properties | { failures: readonly CheckFailure[] },
): result is { failures: readonly CheckFailure[] } {
  return Object.keys(result).length === 1 && Array.isArray(result.failures);
}

type EngineLog = (
  severity: keyof typeof severities,
  message: string,
  urn: string,
  ephemeral: boolean,
) => void;

function engineLog(address: string | undefined): EngineLog {
  let client: IEngineClient | undefined;
  return (severity, message, urn, ephemeral) => {
    if (address === undefined) return;
    client ??= new EngineClient(address, grpc.credentials.createInsecure());
    const request = new LogRequest()
      .setSeverity(severities[severity])
      .setMessage(message)
      .setUrn(urn)
      .setEphemeral(ephemeral);
    // A line that cannot be shown must not fail the operation it tells of.
    client.log(request, () => undefined);
  };
}
