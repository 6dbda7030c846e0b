import assert from "node:assert/strict";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { Api } from "../../../../sandbox/providers/kubernetes/api";
import { ApiError, CutOffError } from "../../../../sandbox/providers/kubernetes/errors";

type Answer = (response: ServerResponse) => void;

const whole: Answer = (response) => response.end('{"kind":"List"}');

const failed =
  (code: number): Answer =>
  (response) => {
    response.writeHead(code).end('{"message":"no"}');
  };

const cut: Answer = (response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write('{"kind":', () => response.destroy());
};

describe("the API server's answers", () => {
  let server: Server;
  let left: Answer[];
  let api: Api;

  beforeEach(async () => {
    server = createServer((_request, response) => {
      (left.shift() ?? whole)(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    api = new Api(() =>
      Promise.resolve({
        server: new URL(`http://127.0.0.1:${port.toString()}`),
        namespace: "default",
        options: () => Promise.resolve({}),
      }),
    );
  });

  afterEach(() => server.close());

  for (const [what, answer] of Object.entries({ cut, "500": failed(500), "503": failed(503) }))
    it(`are asked for again where a read ends in ${what}, and not without end`, async () => {
      left = [answer];
      assert.deepEqual(await api.request("GET", "/api/v1/pods"), { kind: "List" });
      left = [answer, answer];
      await assert.rejects(
        api.request("GET", "/api/v1/pods", { retries: 1 }),
        what === "cut" ? CutOffError : ApiError,
      );
    });

  for (const [what, answer] of Object.entries({ cut, "500": failed(500) }))
    it(`are not asked for again where a write ends in ${what}, for it may have been done`, async () => {
      left = [answer];
      await assert.rejects(
        api.request("POST", "/api/v1/pods"),
        what === "cut" ? /broke off its answer/ : ApiError,
      );
    });
});
