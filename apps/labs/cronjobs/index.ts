import { defineLab } from "../define";
import { object } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

export const cronjobs = defineLab({
  name: "cronjobs",
  title: "CronJob: hello, once a minute",
  day: 2,
  who: "student",
  text: [
    "A CronJob makes a Job whenever its schedule says so, here each minute. Forbid leaves a run out while the last one is under way.",
    "It keeps the last three Jobs that went well and the last one that did not.",
  ].join("\n"),
  changes: [
    "kubectl get cronjob hello --watch",
    "kubectl create job hello-now --from=cronjob/hello",
    `kubectl patch cronjob hello --patch '{"spec": {"suspend": true}}'`,
    'kubectl edit cronjob hello: schedule "*/5 * * * *", timeZone Asia/Seoul',
  ],
  baseline: () => [],
  makes: () => [
    object("CronJob", "hello", {
      spec: {
        schedule: "* * * * *",
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: 120,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            backoffLimit: 1,
            template: {
              spec: {
                restartPolicy: "OnFailure",
                containers: [
                  {
                    name: "hello",
                    image: images.busybox,
                    command: ["sh", "-c", "date; echo Hello from the cluster"],
                    resources: small,
                  },
                ],
              },
            },
          },
        },
      },
    }),
  ],
  notShown: ["what the containers print"],
});
