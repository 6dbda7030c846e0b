import assert from "node:assert/strict";

import type { Proof } from "../proof";

interface Slice {
  endpoints: object[] | null;
  ports: { name: string; port: number }[] | null;
}

export const proof: Proof = async ({ actor }) => {
  const leadsTo = (port: number) =>
    actor.until(`web leads to ${port} alone`, async () => {
      const slices = await actor.list<Slice>("endpointslices", "kubernetes.io/service-name=web");
      const used = slices.filter(({ endpoints }) => (endpoints ?? []).length > 0);
      const ports = used.flatMap((slice) => slice.ports ?? []);
      return ports.length === 1 && ports[0]?.port === port;
    });
  await leadsTo(80);
  const at = "/spec/template/spec/containers/0/ports/0/containerPort";
  const change = JSON.stringify([{ op: "replace", path: at, value: 8080 }]);
  await actor.kubectl("patch", "deployment", "web", "--type=json", "-p", change);
  await leadsTo(8080);
  const nameless = JSON.stringify({ spec: { ports: [{ port: 81 }] } });
  assert.match(
    await actor.refused("patch", "service", "web", "-p", nameless),
    /spec\.ports\[\d\]\.name: Required value/,
  );
};
