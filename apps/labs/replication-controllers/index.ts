import { defineLab } from "../define";
import { object } from "../objects";
import { nginx } from "../parts";

export const replicationControllers = defineLab({
  name: "replication-controllers",
  title: "ReplicationController",
  day: 2,
  who: "student",
  text: [
    "The ReplicaSet's forerunner is still there. Its selector knows equality alone, and nothing rolls it out:",
    "a new image holds for pods made from then on, and the old ones stay as they are.",
  ].join("\n"),
  changes: [
    "kubectl scale rc web --replicas=3",
    "kubectl set image rc/web nginx=nginx:latest",
    "kubectl delete pod POD",
  ],
  baseline: () => [
    object("ReplicationController", "web", {
      spec: {
        replicas: 2,
        selector: { app: "web" },
        template: { metadata: { labels: { app: "web" } }, spec: { containers: [nginx] } },
      },
    }),
  ],
});
