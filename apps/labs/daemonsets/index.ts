import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { images } from "../pins";

export const daemonsets = defineLab({
  name: "daemonsets",
  title: "DaemonSet: a pod on every node",
  day: 2,
  who: "student",
  text: [
    "A DaemonSet has one pod on each node that it fits, and on each node that joins. Who scales it scales the cluster.",
    "Its pods are bound to their nodes by affinity; the scheduler places them as any other.",
  ].join("\n"),
  changes: [
    "kubectl get pods --selector app=node-watch --output wide",
    "kubectl delete pod of one node: it comes back there",
    "kubectl edit daemonset node-watch: nodeSelector disktype: ssd",
    "kubectl rollout restart daemonset node-watch: node after node",
  ],
  baseline: () => [],
  makes: () => [
    object("DaemonSet", "node-watch", {
      spec: {
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
        ...podsOf(
          { app: "node-watch" },
          {
            containers: [
              {
                name: "watch",
                image: images.busybox,
                command: ["sh", "-c", "while true; do echo $NODE; sleep 60; done"],
                env: [{ name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
                // Small enough for a cluster of two dozen nodes.
                resources: {
                  requests: { cpu: "10m", memory: "16Mi" },
                  limits: { cpu: "50m", memory: "32Mi" },
                },
              },
            ],
          },
        ),
      },
    }),
  ],
  notShown: ["what the containers print"],
});
