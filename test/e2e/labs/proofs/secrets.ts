import assert from "node:assert/strict";

import { secrets } from "../../../../apps/labs/secrets";
import type { Proof } from "../proof";

interface Kept {
  data: Record<string, string>;
  stringData?: object;
}
interface Mounting {
  spec: { template: { spec: { volumes: { secret: { defaultMode: number } }[] } } };
}

export const proof: Proof = async ({ actor, instructor, place }) => {
  await actor.pods("app=hello-secret", 1);
  const { data, stringData } = await actor.get<Kept>("secret", "hello-secret");
  assert.equal(stringData, undefined);
  assert.equal(Buffer.from(data.language ?? "", "base64").toString(), "typescript");
  await actor.makes(secrets, place);
  await actor.pods("app=db-client", 1);
  const { spec } = await actor.get<Mounting>("deployment", "db-client");
  assert.equal(spec.template.spec.volumes[0]?.secret.defaultMode, 0o600);
  // A right to ConfigMaps is none to Secrets.
  const asReader = ["--as", `system:serviceaccount:${place.namespace}:default`];
  await actor.type("kubectl create role reader --verb=get --resource=configmaps");
  await actor.kubectl(
    ...["create", "rolebinding", "reader", "--role=reader"],
    `--serviceaccount=${place.namespace}:default`,
  );
  const can = (what: string) =>
    instructor.kubectl("auth", "can-i", "get", what, ...asReader).catch(() => "no");
  await actor.until("the role holds", async () => (await can("configmaps")).startsWith("yes"));
  assert.match(await can("secrets"), /^no/);
};
