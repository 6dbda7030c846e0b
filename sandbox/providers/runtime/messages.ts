import * as grpc from "@grpc/grpc-js";
import type { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { secretSignature, signatureKey } from "../../signatures";
import { NotReadyError, type Properties } from "./provider";

export function fromStruct(struct: Struct | undefined): Properties {
  return struct ? (unwrapSecrets(struct.toJavaScript()) as Properties) : {};
}

/** JSON drops undefined, which the protocol cannot carry. */
export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(
    JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>,
  );
}

export function seedOf(request: CheckRequest): Uint8Array {
  const seed = request.getRandomseed();
  return typeof seed === "string" ? Buffer.from(seed, "base64") : seed;
}

/** A provider's configuration arrives with its secrets wrapped, whatever the provider says it accepts. */
function unwrapSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (typeof value !== "object" || value === null) return value;
  const object = value as Properties;
  if (object[signatureKey] === secretSignature) return unwrapSecrets(object.value);
  return Object.fromEntries(
    Object.entries(object).map(([key, inner]) => [key, unwrapSecrets(inner)]),
  );
}

/** The error as the engine reads it; a resource that is there but not ready keeps its state. */
export function serviceError(error: unknown): Partial<grpc.StatusObject> {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof NotReadyError)) {
    const code = (error as { code?: unknown } | undefined)?.code;
    return {
      code: code === grpc.status.UNIMPLEMENTED ? code : grpc.status.UNKNOWN,
      details: message,
    };
  }
  const failed = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(toStruct(error.outputs))
    .setInputs(toStruct(error.inputs))
    .setReasonsList([...error.reasons]);
  const detail = new Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}
