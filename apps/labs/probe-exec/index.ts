import { defineLab } from "../define";
import { pod, shell } from "../parts";

export const probeExec = defineLab({
  name: "probe-exec",
  title: "Probes: exec",
  day: 2,
  who: "student",
  text: [
    "A liveness probe by exec runs a command in the container. After three failures in a row the container is started anew.",
    "This one removes its own sign of life after half a minute, so that it is restarted again and again.",
  ].join("\n"),
  changes: [
    "kubectl get pod liveness-exec --watch",
    "kubectl describe pod liveness-exec",
    "give the probe a periodSeconds of 0, and read what the API server makes of it",
    "give it a failureThreshold of -1, and read why that is refused",
  ],
  baseline: () => [
    pod(
      "liveness-exec",
      {
        containers: [
          shell("touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600", {
            livenessProbe: {
              exec: { command: ["cat", "/tmp/healthy"] },
              initialDelaySeconds: 5,
              periodSeconds: 5,
            },
          }),
        ],
      },
      { app: "liveness-exec" },
    ),
  ],
  notShown: ["the probe, and the restarts: a simulated pod is never probed"],
});
