import assert from "node:assert/strict";

import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import {
  ResourceProviderClient,
  ResourceProviderService,
} from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import {
  NotReadyError,
  type Operation,
  type Properties,
  type ResourceProvider,
} from "../../../../sandbox/providers/runtime/provider";
import { resourceService } from "../../../../sandbox/providers/runtime/resource-server";

/** A provider of which a test replaces what it is about. */
const provider: ResourceProvider = {
  check: (_, { inputs }) => ({ inputs }),
  diff: () => ({ detailed: {} }),
  create: (_, inputs) => ({ id: "made", outputs: inputs }),
  read: () => undefined,
  update: (_, { inputs }) => inputs,
  delete: () => undefined,
};

type Method<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** Serves the provider over a real connection, as the engine would have it. */
async function serving(
  changes: Partial<ResourceProvider>,
  use: (client: ResourceProviderClient) => Promise<void>,
): Promise<void> {
  const server = new Server();
  const service = resourceService("1.2.3", { ...provider, ...changes }, undefined);
  server.addService(ResourceProviderService, service);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    await use(client);
  } finally {
    client.close();
    server.forceShutdown();
  }
}

const ask = <Request, Response>(
  client: ResourceProviderClient,
  method: Method<Request, Response>,
  request: Request,
): Promise<Response> =>
  new Promise((resolve, reject) =>
    method.call(client, request, (error, response) => (error ? reject(error) : resolve(response))),
  );

const struct = (value: Properties) => Struct.fromJavaScript(value as never);

describe("a served provider of resources", () => {
  it("says its version, which the engine compares", () =>
    serving({}, async (client) => {
      const info = await ask<Empty, { getVersion(): string }>(
        client,
        client.getPluginInfo.bind(client),
        new Empty(),
      );
      assert.equal(info.getVersion(), "1.2.3");
    }));

  it("gets its configuration with secrets unwrapped, and previews", async () => {
    let config: Properties = {};
    await serving({ configure: (given) => void (config = given) }, async (client) => {
      const secret = {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        value: "hidden",
      };
      const response = await ask<proto.ConfigureRequest, proto.ConfigureResponse>(
        client,
        client.configure.bind(client),
        new proto.ConfigureRequest().setArgs(struct({ region: "eu-west-1", keys: [secret] })),
      );
      assert.ok(response.getSupportspreview());
      assert.ok(!response.getAcceptsecrets(), "so that the engine marks outputs as secret itself");
    });
    assert.deepEqual(config, { region: "eu-west-1", keys: ["hidden"] });
  });

  it("knows the resource, the timeout and whether the run is a preview", async () => {
    const seen: Operation[] = [];
    const create: ResourceProvider["create"] = (operation) => {
      seen.push(operation);
      return { id: undefined, outputs: { kept: 1, left: undefined } };
    };
    await serving({ create }, async (client) => {
      const request = new proto.CreateRequest()
        .setUrn("urn:x")
        .setType("a:b:C")
        .setName("c")
        .setTimeout(90)
        .setPreview(true)
        .setProperties(struct({}));
      const response = await ask<proto.CreateRequest, proto.CreateResponse>(
        client,
        client.create.bind(client),
        request,
      );
      assert.equal(response.getId(), "");
      assert.deepEqual(response.getProperties()?.toJavaScript(), { kept: 1 });
    });
    const [operation] = seen;
    assert.deepEqual(
      { urn: operation?.urn, type: operation?.type, name: operation?.name },
      { urn: "urn:x", type: "a:b:C", name: "c" },
    );
    assert.equal(operation?.timeoutSeconds, 90);
    assert.equal(operation.preview, true);
  });

  it("reports differences by path, and which of them replace", () =>
    serving(
      {
        diff: (_, { oldInputs, inputs }) => ({
          detailed: {
            "tags.Name": { kind: "update", inputDiff: true },
            [`from-${String(oldInputs.n)}-to-${String(inputs.n)}`]: {
              kind: "add-replace",
              inputDiff: false,
            },
          },
          deleteBeforeReplace: true,
        }),
      },
      async (client) => {
        const request = new proto.DiffRequest()
          .setOldInputs(struct({ n: "1" }))
          .setNews(struct({ n: "2" }));
        const response = await ask<proto.DiffRequest, proto.DiffResponse>(
          client,
          client.diff.bind(client),
          request,
        );
        assert.equal(response.getChanges(), proto.DiffResponse.DiffChanges.DIFF_SOME);
        assert.deepEqual(response.getReplacesList(), ["from-1-to-2"]);
        assert.ok(response.getDeletebeforereplace());
        const kind = response.getDetaileddiffMap().get("tags.Name")?.getKind();
        assert.equal(kind, proto.PropertyDiff.Kind.UPDATE);
      },
    ));

  it("keeps the state of a resource that did not become ready", () =>
    serving(
      {
        create: () => {
          throw new NotReadyError("id-1", { a: 1 }, { b: 2 }, ["0 of 2 pods", "quota"]);
        },
      },
      async (client) => {
        const request = new proto.CreateRequest().setProperties(struct({}));
        const error = await ask(client, client.create.bind(client), request).then(
          () => assert.fail("it should fail"),
          (failure: unknown) => failure as ServiceError,
        );
        const [details] = error.metadata.get("grpc-status-details-bin");
        const [detail] = Status.deserializeBinary(
          Uint8Array.from(details as Buffer),
        ).getDetailsList();
        const failed = proto.ErrorResourceInitFailed.deserializeBinary(
          detail?.getValue_asU8() ?? new Uint8Array(),
        );
        assert.equal(detail?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
        assert.equal(failed.getId(), "id-1");
        assert.deepEqual(failed.getReasonsList(), ["0 of 2 pods", "quota"]);
        assert.deepEqual(failed.getProperties()?.toJavaScript(), { a: 1 });
        assert.deepEqual(failed.getInputs()?.toJavaScript(), { b: 2 });
      },
    ));

  it("answers with the provider's own words where something fails", () =>
    serving(
      { delete: () => Promise.reject(new Error("the bucket is not empty")) },
      async (client) => {
        const request = new proto.DeleteRequest().setProperties(struct({}));
        await assert.rejects(ask(client, client.delete.bind(client), request), {
          details: "the bucket is not empty",
        });
      },
    ));

  it("says by an empty id that a resource is gone", () =>
    serving({}, async (client) => {
      const response = await ask<proto.ReadRequest, proto.ReadResponse>(
        client,
        client.read.bind(client),
        new proto.ReadRequest().setId("old"),
      );
      assert.equal(response.getId(), "");
    }));

  it("hands on failed checks of resources and functions", () =>
    serving(
      {
        check: (_, { inputs }) => ({
          inputs,
          failures: [{ property: "cidr", reason: "too wide" }],
        }),
        invoke: () => ({ failures: [{ property: "name", reason: "unknown" }] }),
      },
      async (client) => {
        const checked = await ask<proto.CheckRequest, proto.CheckResponse>(
          client,
          client.check.bind(client),
          new proto.CheckRequest().setNews(struct({})),
        );
        assert.deepEqual(
          checked.getFailuresList().map((it) => it.toObject()),
          [{ property: "cidr", reason: "too wide" }],
        );
        const invoked = await ask<proto.InvokeRequest, proto.InvokeResponse>(
          client,
          client.invoke.bind(client),
          new proto.InvokeRequest().setTok("a:b:c"),
        );
        assert.equal(invoked.getFailuresList()[0]?.getReason(), "unknown");
      },
    ));

  it("aborts what runs when the user cancels", async () => {
    const update: ResourceProvider["update"] = ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new Error("cancelled"))),
      );
    await serving({ update }, async (client) => {
      const request = new proto.UpdateRequest().setNews(struct({}));
      const running = assert.rejects(ask(client, client.update.bind(client), request), {
        details: "cancelled",
      });
      await ask<Empty, Empty>(client, client.cancel.bind(client), new Empty());
      await running;
    });
  });
});
