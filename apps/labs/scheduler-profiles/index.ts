import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { images } from "../pins";
import { scheduler, type SchedulerProfile } from "../scheduler";
import { small } from "../sizes";

export const packing = "packing-scheduler";
export const spreading = "spreading-scheduler";

export const profiles: readonly SchedulerProfile[] = [
  { schedulerName: spreading },
  {
    schedulerName: packing,
    // Score by this alone: the others would pull pods apart again.
    plugins: { score: { disabled: [{ name: "*" }], enabled: [{ name: "NodeResourcesFit" }] } },
    pluginConfig: [
      {
        name: "NodeResourcesFit",
        args: {
          scoringStrategy: {
            type: "MostAllocated",
            resources: [
              { name: "cpu", weight: 1 },
              { name: "memory", weight: 1 },
            ],
          },
        },
      },
    ],
  },
];

const replicas = 4;

const workload = (name: string, schedulerName: string) =>
  object("Deployment", name, {
    spec: {
      replicas,
      ...podsOf(
        { app: name },
        { schedulerName, containers: [{ name: "main", image: images.nginx, resources: small }] },
      ),
    },
  });

export const schedulerProfiles = defineLab({
  name: "scheduler-profiles",
  title: "Scheduler profiles: spreading and packing in one scheduler",
  day: 2,
  who: "instructor",
  text: [
    "One scheduler can have several profiles, each with a name that pods ask for and plugins of its own.",
    "spreading puts the four pods of spread on different nodes, packing fills one node before the next, so that others can be given back.",
    "Policies of scheduling (--policy-config-file), which did this before, ended with Kubernetes 1.23.",
  ].join("\n"),
  changes: [
    "kubectl get pods --output wide --selector app=packed, then spread",
    "kubectl --namespace profiles edit configmap profiles: LeastAllocated for packing, then restart the scheduler and the pods",
  ],
  baseline: () => [],
  makes: () => [workload("spread", spreading), workload("packed", packing)],
  shared: () => scheduler("profiles", profiles),
  notShown: [
    "the scheduler's own pod, which runs no process here: in its proof a real kube-scheduler runs beside, on the lab's own settings",
  ],
});
