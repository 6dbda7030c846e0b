import { defineLab } from "../define";
import { nginx, pod } from "../parts";

export const pods = defineLab({
  name: "pods",
  title: "Pods",
  day: 2,
  who: "student",
  text: [
    "A pod is one or more containers that share an address and live and die together.",
    "A bare pod that is deleted stays away: nothing makes it again.",
    "Most of a live pod cannot be changed. Its image can.",
  ].join("\n"),
  changes: [
    "kubectl run web --image=nginx --port=80",
    "kubectl get pods -o wide",
    "kubectl logs mypod",
    "kubectl exec -it mypod -- bash",
    "kubectl port-forward mypod 8080:80",
    "kubectl set image pod/mypod nginx=nginx:latest",
    "kubectl delete pod mypod",
  ],
  baseline: () => [pod("mypod", { containers: [nginx] }, { app: "mypod" })],
  notShown: ["logs, exec and port-forward: a simulated pod runs nothing"],
});
