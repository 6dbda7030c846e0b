import { defineLab } from "../define";
import { asks, nginx, pod, service, shell } from "../parts";

export const initContainers = defineLab({
  name: "init-containers",
  title: "Init containers",
  day: 2,
  who: "student",
  text: [
    "Init containers run one after the other, each to its end, before the pod's own containers start.",
    "The first waits for the name of a Service, the second writes a page for the web server.",
    "As they never run beside the others, a pod asks for the larger of the two, and not for the sum.",
  ].join("\n"),
  changes: [
    "kubectl get pod myapp --watch",
    "kubectl logs myapp -c wait-for-service",
    "kubectl describe quota mem-cpu-demo",
    "add a third init container that ends with exit 1, and see the pod stay in Init:Error",
  ],
  baseline: () => [
    service("myservice", { selector: { app: "myapp" } }),
    pod(
      "myapp",
      {
        initContainers: [
          shell("until nslookup myservice; do sleep 2; done", {
            name: "wait-for-service",
            ...asks(300, 64),
          }),
          shell("echo hello > /work/index.html", {
            name: "write-page",
            volumeMounts: [{ name: "page", mountPath: "/work" }],
          }),
        ],
        containers: [
          { ...nginx, volumeMounts: [{ name: "page", mountPath: "/usr/share/nginx/html" }] },
        ],
        volumes: [{ name: "page", emptyDir: {} }],
      },
      { app: "myapp" },
    ),
  ],
  notShown: ["that one waits for the other: simulated init containers are done at once", "logs"],
});
