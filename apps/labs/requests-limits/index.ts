import { defineLab } from "../define";
import { object, type Container } from "../objects";
import { images } from "../pins";

const demo = (name: string, resources: NonNullable<Container["resources"]>) =>
  object("Pod", name, {
    spec: { containers: [{ name: "main", image: images.nginx, resources }] },
  });

const amounts = (cpu: string, memory: string) => ({ cpu, memory });

export const requestsLimits = defineLab({
  name: "requests-limits",
  title: "Requests and limits, and the three classes of pods",
  day: 2,
  who: "student",
  text: [
    "A request is what the scheduler sets aside, a limit what a container gets at most: more CPU is held back, more memory ends it.",
    "guaranteed asks for what it may have at most; burstable for less; only-limits asks for its limits, because nothing else is said.",
    "A pod without any gets the namespace's defaults, so that nobody here is BestEffort.",
  ].join("\n"),
  changes: [
    "kubectl get pods --output custom-columns=NAME:.metadata.name,CLASS:.status.qosClass",
    "kubectl describe quota mem-cpu-demo: what is used",
    "a pod that asks for 2Gi: exceeded quota",
    "a container that takes more memory than its limit: OOMKilled",
    "kubectl patch pod burstable --subresource resize: more CPU for a pod that runs",
  ],
  baseline: () => [],
  makes: () => [
    demo("guaranteed", { requests: amounts("100m", "64Mi"), limits: amounts("100m", "64Mi") }),
    demo("burstable", { requests: amounts("50m", "64Mi"), limits: amounts("100m", "128Mi") }),
    demo("only-limits", { limits: amounts("100m", "64Mi") }),
    object("Pod", "says-nothing", {
      spec: { containers: [{ name: "main", image: images.nginx }] },
    }),
  ],
  notShown: [
    "OOMKilled and throttling: nothing runs that could take too much",
    "resize: the simulated kubelets do not offer it",
  ],
});
