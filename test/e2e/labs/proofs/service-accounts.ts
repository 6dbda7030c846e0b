import assert from "node:assert/strict";

import { serviceAccounts } from "../../../../apps/labs/service-accounts";
import { makesOf, type Desk } from "../proof";

interface Pod {
  readonly spec: {
    readonly serviceAccountName: string;
    readonly volumes?: readonly {
      readonly projected?: {
        readonly sources: readonly {
          readonly serviceAccountToken?: {
            readonly audience?: string;
            readonly expirationSeconds: number;
          };
        }[];
      };
    }[];
  };
}

interface Claims {
  readonly sub: string;
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
}

export async function proof({ actor, place }: Desk): Promise<void> {
  await actor.apply(...makesOf(serviceAccounts, place));
  const tokensOf = async (name: string) => {
    const { spec } = await actor.get<Pod>("pod", name);
    assert.equal(spec.serviceAccountName, "build-robot");
    return (spec.volumes ?? [])
      .flatMap(({ projected }) => projected?.sources ?? [])
      .flatMap(({ serviceAccountToken: it }) => it ?? []);
  };
  const [own] = await tokensOf("robot");
  assert.ok(own && own.expirationSeconds >= 3_600 && own.audience === undefined);
  assert.deepEqual(await tokensOf("mute"), []);
  const [token] = await tokensOf("audience");
  assert.deepEqual([token?.audience, token?.expirationSeconds], ["vault", 600]);

  const words = ["create", "token", "build-robot", "--audience", "vault", "--duration", "10m"];
  const [, part = ""] = (await actor.kubectl(...words)).split(".");
  const claims = JSON.parse(Buffer.from(part, "base64url").toString()) as Claims;
  assert.equal(claims.sub, `system:serviceaccount:${place.namespace}:build-robot`);
  assert.deepEqual(claims.aud, ["vault"]);
  assert.equal(claims.exp - claims.iat, 600);
  const secrets = await actor.list<{ type: string }>("secrets");
  assert.ok(!secrets.some(({ type }) => type === "kubernetes.io/service-account-token"));
}
