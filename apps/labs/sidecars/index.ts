import { defineLab } from "../define";
import { asks, pod, shell } from "../parts";

const logs = [{ name: "logs", mountPath: "/var/log/app" }];

export const sidecars = defineLab({
  name: "sidecars",
  title: "Sidecars: shipping logs",
  day: 2,
  who: "student",
  text: [
    "An app writes its log to a file; a second container of the same pod, a sidecar, reads the file and ships it.",
    "Today a sidecar is an init container with restartPolicy: Always. It starts before the app, runs beside it, ends after it,",
    "and does not keep a Job from ending. As both run at once, a pod asks for the sum.",
  ].join("\n"),
  changes: [
    "kubectl logs counter -c shipper --follow",
    "kubectl get pod counter -o jsonpath={.status.initContainerStatuses}",
    "write the same pod with both under containers, as the course's older form has it",
  ],
  baseline: () => [
    pod(
      "counter",
      {
        initContainers: [
          shell("tail -n+1 -F /var/log/app/count.log", {
            name: "shipper",
            restartPolicy: "Always",
            volumeMounts: logs,
            ...asks(50, 32),
          }),
        ],
        containers: [
          shell("while true; do date >> /var/log/app/count.log; sleep 1; done", {
            name: "counter",
            volumeMounts: logs,
            ...asks(100, 64),
          }),
        ],
        volumes: [{ name: "logs", emptyDir: {} }],
      },
      { app: "counter" },
    ),
  ],
  notShown: ["the shipped lines: a simulated pod writes no log"],
});
