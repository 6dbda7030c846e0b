import { defineLab } from "../define";
import { object } from "../objects";
import { images } from "../pins";
import { scheduler } from "../scheduler";
import { small } from "../sizes";

const pod = (name: string, schedulerName?: string) =>
  object("Pod", name, {
    spec: {
      ...(schedulerName !== undefined && { schedulerName }),
      containers: [{ name: "main", image: images.nginx, resources: small }],
    },
  });

export const secondScheduler = defineLab({
  name: "second-scheduler",
  title: "A second scheduler: my-scheduler",
  day: 2,
  who: "instructor",
  text: [
    "A pod names its scheduler, and no other looks at it. by-default is placed by the cluster's own, by-my-scheduler waits until somebody runs one of that name.",
    "my-scheduler is the same program with another name and settings, with the rights of the cluster's own: so the instructor runs it, and students' pods may name it.",
  ].join("\n"),
  changes: [
    "kubectl get pods: by-my-scheduler is Pending while my-scheduler is scaled to 0",
    "kubectl get events --field-selector reason=Scheduled --output wide: who placed which",
    "a pod with schedulerName: nobody waits for ever",
  ],
  baseline: () => [],
  makes: () => [pod("by-default"), pod("by-my-scheduler", "my-scheduler")],
  shared: () => scheduler("my-scheduler", [{ schedulerName: "my-scheduler" }]),
  notShown: [
    "the scheduler's own pod, which runs no process here: in its proof a real kube-scheduler runs beside, on the lab's own settings",
  ],
});
