import assert from "node:assert/strict";

import { serviceNodePort } from "../../../../apps/labs/service-node-port";
import type { Proof } from "../proof";

interface Ports {
  spec: { ports: { port: number; nodePort?: number }[] };
}

export const proof: Proof = async ({ actor, place }) => {
  await actor.endpoints("web", 1);
  const { spec } = await actor.get<Ports>("service", "web");
  const nodePort = spec.ports[0]?.nodePort ?? 0;
  assert.ok(nodePort >= 30_000 && nodePort <= 32_767);
  const [, first] = serviceNodePort.baseline(place);
  assert.ok(first);
  const second = { ...first.metadata, name: "second" };
  assert.match(
    await actor.applyRefused({
      ...first,
      metadata: second,
      spec: { type: "NodePort", selector: { app: "web" }, ports: [{ port: 80, nodePort }] },
    }),
    /provided port is already allocated/,
  );
  await actor.kubectl("patch", "service", "web", "-p", '{"spec":{"type":"ClusterIP"}}');
  assert.equal((await actor.get<Ports>("service", "web")).spec.ports[0]?.nodePort, undefined);
};
