import assert from "node:assert/strict";

import { loggingCollector } from "../../../../apps/labs/logging-collector";
import { object } from "../../../../apps/labs/objects";
import { images } from "../../../../apps/labs/pins";
import type { PodFacts } from "../hands";
import { makesOf, type Desk } from "../proof";

export async function proof({ actor, student, place }: Desk): Promise<void> {
  await student.apply(...makesOf(loggingCollector, place));
  const [printer] = await student.list<PodFacts>("pods");
  assert.ok(printer);
  const nodes = (await actor.list("nodes")).map(({ metadata }) => metadata.name).sort();
  const collectors = await actor.until("a collector on each node", async () => {
    const words = ["get", "pods", "-n", "logging-lab", "-o", "json"];
    const { items } = JSON.parse(await actor.kubectl(...words)) as { items: PodFacts[] };
    const running = items.filter(({ status }) => status?.phase === "Running");
    return running.length === nodes.length && running;
  });
  assert.deepEqual(collectors.map(({ spec }) => spec.nodeName).sort(), nodes);

  const may = (...what: string[]) =>
    actor.kubectl(
      ...["auth", "can-i", ...what, "--all-namespaces"],
      ...["--as", "system:serviceaccount:logging-lab:log-collector"],
    );
  assert.match(await may("list", "pods"), /yes/, "it tells whose the lines are");
  await assert.rejects(may("list", "secrets"));

  const logs = object("Pod", "nosy", {
    spec: {
      containers: [{ name: "main", image: images.busybox }],
      volumes: [{ name: "logs", hostPath: { path: "/var/log" } }],
    },
  });
  assert.match(await student.applyRefused(logs), /violates PodSecurity "baseline/);
}
