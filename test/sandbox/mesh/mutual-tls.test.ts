import assert from "node:assert/strict";

import { BinaryReader, BinaryWriter } from "google-protobuf";

import {
  certificateRequest,
  discoveryResponse,
  readCertificateResponse,
  readDiscoveryRequest,
} from "../../../sandbox/mesh/certificates/messages";
import { PeerAuthentications } from "../../../sandbox/mesh/peer-authentication";
import type { Pod } from "../../../sandbox/mesh/pods";
import type { Api } from "../../../sandbox/providers/aws/kube-api";

const pod = (labels: Record<string, string>): Pod => ({
  metadata: { name: "p", namespace: "shop", uid: "1", labels },
  spec: { containers: [] },
  status: {},
});

const policy = (namespace: string, spec: object) => ({ metadata: { namespace }, spec });

describe("who a pod's port lets in", () => {
  const modes = async (...items: object[]) => {
    const api: Api = { call: <T>() => Promise.resolve({ items } as T) };
    const policies = new PeerAuthentications(api);
    await policies.read();
    return (labels: Record<string, string>, port = 8080) => policies.modeOf(pod(labels), port);
  };
  const strict = { mtls: { mode: "STRICT" } };

  it("is everybody where nothing is said", async () => {
    assert.equal((await modes())({}), "PERMISSIVE");
    assert.equal((await modes(policy("elsewhere", strict)))({}), "PERMISSIVE");
  });

  it("is what the mesh says, over it the namespace, over that the pod's own policy, by port", async () => {
    const mesh = policy("istio-system", strict);
    const own = policy("shop", {
      selector: { matchLabels: { app: "gateway" } },
      portLevelMtls: { 8080: { mode: "PERMISSIVE" } },
    });
    const of = await modes(own, mesh);
    assert.equal(of({ app: "products" }), "STRICT");
    assert.equal(of({ app: "gateway" }), "PERMISSIVE");
    assert.equal(of({ app: "gateway" }, 9090), "STRICT");
    const space = policy("shop", { mtls: { mode: "DISABLE" } });
    assert.equal((await modes(mesh, space))({}), "DISABLE");
  });
});

describe("the messages about certificates", () => {
  it("are read as istiod and Envoy write them", () => {
    const answer = new BinaryWriter();
    answer.writeRepeatedString(1, ["leaf", "root"]);
    assert.deepEqual(readCertificateResponse(Buffer.from(answer.getResultBuffer())), [
      "leaf",
      "root",
    ]);
    const node = new BinaryWriter();
    node.writeString(1, "sidecar~1~a.b~c");
    node.writeString(2, "cluster");
    const request = new BinaryWriter();
    request.writeBytes(2, node.getResultBuffer());
    request.writeRepeatedString(3, ["default", "ROOTCA"]);
    request.writeString(5, "7");
    assert.deepEqual(readDiscoveryRequest(Buffer.from(request.getResultBuffer())), {
      node: "sidecar~1~a.b~c",
      names: ["default", "ROOTCA"],
      nonce: "7",
    });
  });

  it("carry key and chain to Envoy, and the root apart", () => {
    const bytes = discoveryResponse("3", [
      { name: "default", chain: "the chain", key: "the key" },
      { name: "ROOTCA", root: "the root" },
    ]);
    const reader = new BinaryReader(bytes);
    const fields: number[] = [];
    while (reader.nextField()) {
      fields.push(reader.getFieldNumber());
      reader.skipField();
    }
    assert.deepEqual(fields, [1, 2, 2, 4, 5]);
    for (const text of ["the chain", "the key", "the root", "ROOTCA"])
      assert.ok(bytes.includes(text));
    assert.ok(certificateRequest("csr").includes("csr"));
  });
});
