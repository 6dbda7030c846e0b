import { defineLab } from "../define";
import { nginx, pod } from "../parts";

const key = "classroom-lab";

export const taints = defineLab({
  name: "taints",
  title: "Taints and tolerations",
  day: 2,
  who: "instructor",
  text: [
    "A taint keeps pods away from a node, but for those that tolerate it. NoExecute also turns out those that run there.",
    "A toleration lets a pod in, and does not lead it there: that takes a nodeSelector as well.",
    "Taints are the instructor's, for they hold for everybody.",
  ].join("\n"),
  changes: [
    "kubectl taint nodes NODE classroom-lab=yes:NoSchedule",
    "a pod tolerant on that node, which tolerates classroom-lab; and a pod intolerant, which does not",
    "kubectl taint nodes NODE classroom-lab=yes:NoExecute",
    "kubectl taint nodes NODE classroom-lab-",
  ],
  baseline: () => [
    pod(
      "tolerant",
      { tolerations: [{ key, operator: "Exists", effect: "NoSchedule" }], containers: [nginx] },
      { app: "tolerant" },
    ),
    pod("intolerant", { containers: [nginx] }, { app: "intolerant" }),
  ],
});
