import assert from "node:assert/strict";

import { object } from "../../../../apps/labs/objects";
import { images } from "../../../../apps/labs/pins";
import { dongle, priorityNamespace } from "../../../../apps/labs/priority-classes";
import type { PodFacts } from "../hands";
import type { Desk } from "../proof";

interface Pods {
  readonly items: (PodFacts & {
    readonly metadata: { readonly labels: { readonly app: string } };
  })[];
}

export async function proof({ actor, student }: Desk): Promise<void> {
  const there = ["--namespace", priorityNamespace];
  const [node] = (await actor.list("nodes")).map(({ metadata }) => metadata.name);
  assert.ok(node);
  const path = `/status/capacity/${dongle.replace("/", "~1")}`;
  const write = (op: string) =>
    actor.kubectl(
      ...["patch", "node", node, "--subresource", "status", "--type", "json"],
      ...["--patch", JSON.stringify([{ op, path, ...(op === "add" && { value: "1" }) }])],
    );
  const runs = async (app: string) => {
    const { items } = JSON.parse(
      await actor.kubectl("get", "pods", ...there, "-o", "json"),
    ) as Pods;
    return items.some((it) => it.metadata.labels.app === app && it.status?.phase === "Running");
  };
  assert.ok(!(await runs("background")), "nothing has a dongle yet");
  await write("add");
  // What the node has for pods follows its capacity, which a kubelet would see to.
  await actor.kubectl(
    ...["patch", "node", node, "--subresource", "status", "--type", "json"],
    ...[
      "--patch",
      JSON.stringify([{ op: "add", path: path.replace("capacity", "allocatable"), value: "1" }]),
    ],
  );
  try {
    await actor.until("background to have the dongle", () => runs("background"));
    await actor.kubectl("scale", "deployment", "urgent", "--replicas", "1", ...there);
    await actor.until("urgent to have it", () => runs("urgent"));
    assert.ok(!(await runs("background")), "it waits");
    const preempted = [
      "get",
      "events",
      ...there,
      "--field-selector",
      "reason=Preempted",
      "-o",
      "name",
    ];
    assert.match(await actor.kubectl(...preempted), /event\/background-/);
  } finally {
    await write("remove");
    await actor.kubectl(
      ...["patch", "node", node, "--subresource", "status", "--type", "json"],
      ...[
        "--patch",
        JSON.stringify([{ op: "remove", path: path.replace("capacity", "allocatable") }]),
      ],
    );
  }
  const pod = object("Pod", "pushy", {
    spec: { priorityClassName: "lab-high", containers: [{ name: "main", image: images.nginx }] },
  });
  assert.match(await student.applyRefused(pod), /priorityClassName may be/);
}
