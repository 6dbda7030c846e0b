import { defineLab } from "../define";
import { nginx, pod } from "../parts";

export const nodeSelector = defineLab({
  name: "node-selector",
  title: "nodeSelector: disktype=ssd",
  day: 2,
  who: "student",
  text: [
    "A nodeSelector names labels that a node must have. The platform's nodes are labelled disktype=ssd.",
    "Where no node has them, the pod stays Pending, and the scheduler says why.",
    "Labelling nodes is the instructor's: kubectl label nodes NODE disktype=ssd.",
  ].join("\n"),
  changes: [
    "kubectl get nodes -L disktype",
    "kubectl get pod on-ssd -o wide",
    "a pod on-hdd with the nodeSelector disktype: hdd",
    "kubectl describe pod on-hdd",
  ],
  baseline: () => [
    pod("on-ssd", { nodeSelector: { disktype: "ssd" }, containers: [nginx] }, { disk: "ssd" }),
  ],
  makes: () => [
    pod("on-hdd", { nodeSelector: { disktype: "hdd" }, containers: [nginx] }, { disk: "hdd" }),
  ],
});
