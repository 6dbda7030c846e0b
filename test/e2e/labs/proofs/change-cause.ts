import assert from "node:assert/strict";
import { images } from "../../../../apps/labs/pins";

import type { Proof } from "../proof";

const cause = "kubernetes.io/change-cause";

export const proof: Proof = async ({ actor }) => {
  const done = () => actor.type("kubectl rollout status deployment web --timeout=60s");
  const causes = (text: string) =>
    actor.kubectl("annotate", "deployment", "web", `${cause}=${text}`, "--overwrite");
  const history = () => actor.type("kubectl rollout history deployment web");
  await done();
  await causes("first version");
  await actor.until("the history has the cause", async () => (await history()).includes("first"));
  await actor.kubectl("set", "image", "deployment/web", `nginx=${images.nginx}`);
  await causes("newer nginx");
  await done();
  await actor.until("both are told", async () =>
    /1 +first version\n2 +newer nginx/.test(await history()),
  );
  await actor.type("kubectl rollout undo deployment web --to-revision=1");
  await done();
  const [pod] = await actor.pods("app=web", 2);
  assert.equal(pod?.spec.containers[0]?.image, images.nginxBefore);
  assert.equal(
    (await actor.get("deployment", "web")).metadata.annotations?.[cause],
    "first version",
  );
};
