import { BinaryReader, BinaryWriter } from "google-protobuf";

/**
 * The few protobuf messages of Istio's certificate service and of Envoy's secret discovery, by their field numbers.
 * Sources: istio/api 1.31, security/v1alpha1/ca.proto; envoyproxy/data-plane-api, service/discovery/v3/discovery.proto,
 * extensions/transport_sockets/tls/v3/secret.proto and common.proto, config/core/v3/base.proto.
 */
export function certificateRequest(csr: string): Buffer {
  const writer = new BinaryWriter();
  writer.writeString(1, csr);
  return Buffer.from(writer.getResultBuffer());
}

/** The leaf first, the root last. */
export function readCertificateResponse(bytes: Buffer): string[] {
  const chain: string[] = [];
  readFields(bytes, { 1: (reader) => chain.push(reader.readString()) });
  return chain;
}

export interface DiscoveryRequest {
  /** The Envoy that asks, as its bootstrap names it; in the first request of a stream alone. */
  readonly node: string;
  readonly names: readonly string[];
  readonly nonce: string;
}

export function readDiscoveryRequest(bytes: Buffer): DiscoveryRequest {
  const read = { node: "", names: [] as string[], nonce: "" };
  readFields(bytes, {
    2: (reader) => {
      readFields(Buffer.from(reader.readBytes()), {
        1: (node) => (read.node = node.readString()),
      });
    },
    3: (reader) => read.names.push(reader.readString()),
    5: (reader) => (read.nonce = reader.readString()),
  });
  return read;
}

export type Secret =
  | { readonly name: string; readonly chain: string; readonly key: string }
  | { readonly name: string; readonly root: string };

const secretType = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";

export function discoveryResponse(version: string, secrets: readonly Secret[]): Buffer {
  const writer = new BinaryWriter();
  writer.writeString(1, version);
  for (const secret of secrets)
    writer.writeBytes(
      2,
      message((any) => {
        any.writeString(1, secretType);
        any.writeBytes(2, secretBytes(secret));
      }),
    );
  writer.writeString(4, secretType);
  writer.writeString(5, version);
  return Buffer.from(writer.getResultBuffer());
}

function secretBytes(secret: Secret): Uint8Array {
  return message((writer) => {
    writer.writeString(1, secret.name);
    if ("root" in secret)
      writer.writeBytes(
        4,
        message((context) => context.writeBytes(1, inline(secret.root))),
      );
    else
      writer.writeBytes(
        2,
        message((certificate) => {
          certificate.writeBytes(1, inline(secret.chain));
          certificate.writeBytes(2, inline(secret.key));
        }),
      );
  });
}

const inline = (text: string): Uint8Array =>
  message((source) => source.writeBytes(2, Buffer.from(text)));

function message(fill: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  fill(writer);
  return writer.getResultBuffer();
}

function readFields(
  bytes: Buffer,
  fields: Readonly<Record<number, (reader: BinaryReader) => unknown>>,
): void {
  const reader = new BinaryReader(bytes);
  while (reader.nextField()) {
    if (reader.isEndGroup()) break;
    const read = fields[reader.getFieldNumber()];
    if (read) read(reader);
    else reader.skipField();
  }
}
