import { defineLab } from "../define";
import { object, type Container } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

const job = (name: string, command: readonly string[]): Container => ({
  name,
  image: images.busybox,
  command,
  resources: small,
});

export const jobs = defineLab({
  name: "jobs",
  title: "Job: completions, parallelism, backoff limit",
  day: 2,
  who: "student",
  text: [
    "A Job runs pods until so many have ended well. countdown wants six completions, two at a time.",
    "doomed fails: it is tried again, each time after a longer wait, until backoffLimit is passed; then the Job has failed, and its last pods stay to be read.",
  ].join("\n"),
  changes: [
    "kubectl get jobs --watch",
    "kubectl logs job/countdown",
    "kubectl describe job doomed: BackoffLimitExceeded",
    "kubectl delete job countdown, then make it again with parallelism: 3",
    "ttlSecondsAfterFinished: 60 lets a Job clean up after itself",
  ],
  baseline: () => [],
  makes: () => [
    object("Job", "countdown", {
      spec: {
        completions: 6,
        parallelism: 2,
        backoffLimit: 4,
        template: {
          spec: {
            restartPolicy: "Never",
            containers: [
              job("counter", ["sh", "-c", "for i in 9 8 7 6 5 4 3 2 1; do echo $i; done"]),
            ],
          },
        },
      },
    }),
    object("Job", "doomed", {
      spec: {
        backoffLimit: 1,
        template: {
          spec: { restartPolicy: "Never", containers: [job("fails", ["sh", "-c", "exit 1"])] },
        },
      },
    }),
  ],
  notShown: [
    "exit codes: a simulated container of a Job ends well, so that doomed's failures are written for it in the proof",
    "what the containers print",
  ],
});
