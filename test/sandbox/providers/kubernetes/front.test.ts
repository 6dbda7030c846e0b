import assert from "node:assert/strict";

import {
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  ResourceProviderClient,
  ResourceProviderService,
} from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  ConfigureRequest,
  ConfigureResponse,
  CreateRequest,
  CreateResponse,
  ListRequest,
  ListResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import {
  bytesDefinition,
  frontService,
} from "../../../../sandbox/providers/kubernetes/front/service";

type Unary<Request, Response> = (
  call: { request: Request; metadata?: Metadata },
  callback: sendUnaryData<Response>,
) => void;

/** A provider that says who it is in the id of whatever it creates, and notes what it is asked. */
const provider = (name: string, heard: string[]) => {
  const create: Unary<CreateRequest, CreateResponse> = ({ request }, callback) => {
    heard.push(`${name} creates ${request.getUrn().split("::").at(-1) ?? ""}`);
    if (request.getUrn().endsWith("refused")) {
      const metadata = new Metadata();
      metadata.add("why-bin", Buffer.from([1, 2, 3]));
      callback({ code: status.INVALID_ARGUMENT, details: "refused", metadata });
    } else callback(null, new CreateResponse().setId(name));
  };
  const configure: Unary<ConfigureRequest, ConfigureResponse> = (_call, callback) => {
    heard.push(`${name} is configured`);
    callback(null, new ConfigureResponse().setAcceptresources(name === "official"));
  };
  const getPluginInfo: Unary<Empty, PluginInfo> = (_call, callback) => {
    callback(null, new PluginInfo().setVersion(name));
  };
  const list = (call: { write(part: ListResponse): void; end(): void }) => {
    call.write(new ListResponse());
    call.write(new ListResponse());
    call.end();
  };
  return { create, configure, getPluginInfo, list };
};

const open = async (
  add: (server: Server) => void,
): Promise<{ server: Server; address: string }> => {
  const server = new Server();
  add(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { server, address: `127.0.0.1:${port}` };
};

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::parent:p:P$${type}::${name}`;
const release = "kubernetes:helm.sh/v3:Release";

describe("what stands before the official Kubernetes plugin", () => {
  let heard: string[];
  let client: ResourceProviderClient;
  let opened: { close(): void }[];

  before(async () => {
    const official = await open((server) =>
      server.addService(ResourceProviderService, provider("official", (heard = []))),
    );
    const passed = new ResourceProviderClient(official.address, credentials.createInsecure());
    const front = await open((server) =>
      server.addService(bytesDefinition, frontService(passed, provider("ours", heard))),
    );
    client = new ResourceProviderClient(front.address, credentials.createInsecure());
    opened = [client, passed, { close: () => front.server.forceShutdown() }];
    opened.push({ close: () => official.server.forceShutdown() });
  });
  after(() => opened.forEach((one) => one.close()));
  beforeEach(() => (heard.length = 0));

  const create = (type: string, name: string): Promise<CreateResponse> =>
    new Promise((resolve, reject) => {
      client.create(new CreateRequest().setUrn(urn(type, name)), (error, response) => {
        if (error) reject(error);
        else resolve(response);
      });
    });

  it("records releases itself, which the plugin never hears of", async () => {
    assert.equal((await create(release, "istiod")).getId(), "ours");
    assert.deepEqual(heard, ["ours creates istiod"]);
  });

  it("passes everything else on", async () => {
    assert.equal((await create("kubernetes:apps/v1:Deployment", "shop")).getId(), "official");
    assert.deepEqual(heard, ["official creates shop"]);
    const info = await new Promise<PluginInfo>((resolve, reject) => {
      client.getPluginInfo(new Empty(), (error, response) => {
        if (error) reject(error);
        else resolve(response);
      });
    });
    assert.equal(info.getVersion(), "official");
  });

  it("passes on the plugin's refusals, with what the engine reads in them", async () => {
    const error = await create("kubernetes:core/v1:Pod", "refused").then(
      () => assert.fail("created"),
      (reason: unknown) => reason as ServiceError,
    );
    assert.equal(error.code, status.INVALID_ARGUMENT);
    assert.equal(error.details, "refused");
    assert.deepEqual(error.metadata.get("why-bin"), [Buffer.from([1, 2, 3])]);
  });

  it("lets both know the cluster, and gives the plugin's answer", async () => {
    const answer = await new Promise<ConfigureResponse>((resolve, reject) => {
      client.configure(new ConfigureRequest(), (error, response) => {
        if (error) reject(error);
        else resolve(response);
      });
    });
    assert.equal(answer.getAcceptresources(), true);
    assert.deepEqual(heard, ["ours is configured", "official is configured"]);
  });

  it("passes on streams", async () => {
    const parts: unknown[] = [];
    for await (const part of client.list(new ListRequest())) parts.push(part);
    assert.equal(parts.length, 2);
  });
});
