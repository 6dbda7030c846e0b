import { pod } from "../worlds";
import { noEndpoints, type Case } from "./case";

const notReady = (status: object, container: object = {}) =>
  pod({ status: { conditions: [{ type: "Ready", status: "False" }], ...status }, container });

const waiting = (reason: string, message = "") =>
  notReady({
    containerStatuses: [
      { name: "main", image: "nginx:nine", ready: false, state: { waiting: { reason, message } } },
    ],
  });

export const pods: readonly Case[] = [
  {
    rule: "image pull",
    wrong: { pods: [waiting("ImagePullBackOff")], ...noEndpoints },
    says: /^Pod\/web-1 cannot pull nginx:nine: .* set image deployment\/web main=REPOSITORY:TAG$/,
    right: {},
  },
  {
    rule: "a container that ends again and again",
    wrong: {
      pods: [
        notReady({
          containerStatuses: [
            {
              name: "main",
              ready: false,
              state: { waiting: { reason: "CrashLoopBackOff" } },
              lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
            },
          ],
        }),
      ],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 its container main ends again and again, last with code 137, for it took more memory than its limit \| .*logs web-1 -c main --previous$/,
    right: {},
  },
  {
    rule: "a ConfigMap that is not there",
    wrong: {
      pods: [waiting("CreateContainerConfigError", 'configmap "hello-cm" not found')],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 its container main cannot be made: configmap "hello-cm" not found/,
    right: {},
  },
  {
    rule: "no node",
    wrong: {
      pods: [
        notReady({
          phase: "Pending",
          conditions: [
            { type: "PodScheduled", status: "False", message: "0/2 nodes are available" },
          ],
        }),
      ],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 finds no node: 0\/2 nodes are available/,
    right: {},
  },
  {
    rule: "an init container that goes on",
    wrong: {
      pods: [notReady({ initContainerStatuses: [{ name: "wait", ready: false, started: false }] })],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 waits for its init container wait, .*logs web-1 -c wait$/,
    right: {},
  },
  {
    rule: "readiness",
    wrong: {
      pods: [
        notReady(
          { containerStatuses: [{ name: "main", ready: false, state: { running: {} } }] },
          { readinessProbe: { httpGet: { path: "/healthz", port: "http" } } },
        ),
      ],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 runs, and its container main is not ready: its readiness probe \(GET \/healthz on port http\) does not succeed/,
    right: {},
  },
  {
    rule: "a node that is thought lost",
    wrong: {
      pods: [
        pod({
          status: {
            conditions: [
              { type: "ContainersReady", status: "True" },
              { type: "Ready", status: "False" },
            ],
          },
        }),
      ],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 runs on node ip-10-64-1-7, which has not reported in time.*describe node ip-10-64-1-7$/,
    right: {},
  },
  {
    rule: "a finalizer",
    wrong: {
      pods: [pod({ metadata: { deletionTimestamp: "now", finalizers: ["example.com/hold"] } })],
      ...noEndpoints,
    },
    says: /^Pod\/web-1 is being deleted, and its finalizers keep it: example\.com\/hold/,
    right: { pods: [pod({}), pod({ metadata: { name: "web-0", deletionTimestamp: "now" } })] },
  },
];
