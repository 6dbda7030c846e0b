import assert from "node:assert/strict";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { Caller } from "../../../sandbox/mesh/stand-ins/calls";

describe("the calls of a stand-in", () => {
  let server: Server;
  let connections: number;
  let caller: Caller;

  /** Answers the first request of each connection, and closes the connection at the second. */
  const once = (socket: Socket) => {
    connections += 1;
    let requests = 0;
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      if (!data.toString("latin1").includes("HTTP/1.1")) return;
      requests += 1;
      if (requests === 1) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
      else socket.destroy();
    });
  };

  beforeEach(async () => {
    connections = 0;
    server = createServer(once);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    caller = new Caller(() => port, "127.0.0.1");
  });
  afterEach(() => {
    caller.close();
    server.close();
  });

  const call = (method: string) =>
    caller.call({ to: "products:8080", method, path: "/", headers: {}, body: Buffer.alloc(0) });

  it("go once more where a kept connection was closed, if nothing is done twice by that", async () => {
    assert.equal((await call("GET")).status, 200);
    assert.equal((await call("GET")).status, 200);
    assert.equal(connections, 2);
    const { status, body } = await call("POST");
    assert.deepEqual([status, connections], [503, 2]);
    assert.match(body.toString(), /^products:8080: /);
  });

  it("fail where a new connection is closed without an answer", async () => {
    server.removeAllListeners("connection");
    server.on("connection", (socket) => {
      connections += 1;
      socket.destroy();
    });
    assert.equal((await call("GET")).status, 503);
    assert.equal(connections, 1);
  });
});
