import { defineLab } from "../define";

export const kubeconfig = defineLab({
  name: "kubeconfig",
  title: "Access: the kubeconfig and what it may do",
  day: 1,
  who: "student",
  text: [
    "A kubeconfig says where the cluster is, who one is there, and in which namespace one works.",
    "Who one is comes from IAM or from a token; what one may do, from roles in the cluster.",
    "A student may do everything that the course needs in the own namespace, read nodes, and nothing else.",
  ].join("\n"),
  changes: [
    "export KUBECONFIG=~/user01.kubeconfig",
    "kubectl config view --minify",
    "kubectl auth whoami",
    "kubectl auth can-i --list",
    "kubectl auth can-i create deployments",
    "kubectl get pods -n kube-system: refused",
  ],
  baseline: () => [],
});
