import { defineLab } from "../define";
import { pod, shell } from "../parts";

const shared = [{ name: "shared", mountPath: "/shared" }];

export const volumeEmptyDir = defineLab({
  name: "volume-empty-dir",
  title: "Volume: emptyDir",
  day: 2,
  who: "student",
  text: [
    "An emptyDir is there for as long as its pod, and for all of its containers: one writes, the other reads.",
    "A container that ends leaves it; a pod that goes takes it along. In memory it counts against the memory's limit.",
  ].join("\n"),
  changes: [
    "kubectl logs two-containers -c reader",
    "kubectl exec two-containers -c reader -- ls /shared",
    "give the emptyDir medium: Memory and sizeLimit: 64Mi, and make the pod again",
  ],
  baseline: () => [
    pod(
      "two-containers",
      {
        containers: [
          shell("while true; do date > /shared/now; sleep 1; done", {
            name: "writer",
            volumeMounts: shared,
          }),
          shell("while true; do cat /shared/now; sleep 5; done", {
            name: "reader",
            volumeMounts: shared,
          }),
        ],
        volumes: [{ name: "shared", emptyDir: {} }],
      },
      { app: "two-containers" },
    ),
  ],
  makes: () => [
    pod(
      "in-memory",
      {
        containers: [shell("sleep infinity", { volumeMounts: shared })],
        volumes: [{ name: "shared", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } }],
      },
      { app: "in-memory" },
    ),
  ],
  notShown: ["the file that one writes and the other reads: a simulated pod has no volumes"],
});
