import { defineLab } from "../define";
import { object, type PodSpec } from "../objects";
import { shell } from "../parts";

const namespace = "lab-host-path";

/** A pod that reads its node's log folder. */
export const readingTheHost: PodSpec = {
  containers: [
    shell("ls /host/var/log; sleep infinity", {
      volumeMounts: [{ name: "host", mountPath: "/host/var/log", readOnly: true }],
    }),
  ],
  volumes: [{ name: "host", hostPath: { path: "/var/log", type: "Directory" } }],
};

export const volumeHostPath = defineLab({
  name: "volume-host-path",
  title: "Volume: hostPath, where policy allows it",
  day: 2,
  who: "instructor",
  text: [
    "A hostPath is a folder of the node that the pod happens to run on. Whoever may mount any of them owns the node,",
    "so Pod Security baseline refuses it, in students' namespaces and everywhere else that enforces it.",
    "Collectors of logs and drivers of storage need it: they stand in namespaces of their own, which allow privileged pods.",
  ].join("\n"),
  changes: [
    "as a student, make a pod with a hostPath volume, and read why it is refused",
    "kubectl get namespace lab-host-path --show-labels",
    "kubectl get pod reader -n lab-host-path",
  ],
  baseline: () => [],
  shared: () => [
    object(
      "Namespace",
      namespace,
      {},
      { labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
    ),
    {
      ...object("Pod", "reader", { spec: readingTheHost }),
      metadata: { name: "reader", namespace, labels: { app: "reader" } },
    },
  ],
  notShown: ["the node's files: a simulated node has none"],
});
