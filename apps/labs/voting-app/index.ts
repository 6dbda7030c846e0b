import { defineLab } from "../define";
import type { Container } from "../objects";
import { asks, deployment, service } from "../parts";
import { images } from "../pins";

const app = (name: string, image: string, more: Partial<Container> = {}) =>
  deployment(name, { containers: [{ name, image, ...asks(100, 96), ...more }] });

const postgres = [
  { name: "POSTGRES_USER", value: "postgres" },
  { name: "POSTGRES_HOST_AUTH_METHOD", value: "trust" },
];

export const votingApp = defineLab({
  name: "voting-app",
  title: "The voting app",
  day: 2,
  who: "student",
  text: [
    "Five parts: vote takes votes and puts them into redis, worker carries them to db, result shows them.",
    "They find each other by the names of their Services, redis and db; nobody calls the worker, so it has none.",
    "The two web pages are open by port-forward, or by a NodePort that the cluster chooses.",
  ].join("\n"),
  changes: [
    "kubectl get deployments,services",
    "kubectl port-forward service/vote 8080:80",
    "kubectl scale deployment vote --replicas=3",
    "kubectl delete service redis, and see where votes stop; then kubectl expose deployment redis --port=6379",
  ],
  baseline: () => [
    app("redis", images.valkey, { ports: [{ containerPort: 6379 }] }),
    service("redis", { ports: [{ port: 6379 }] }),
    app("db", images.postgres, { ports: [{ containerPort: 5432 }], env: postgres }),
    service("db", { ports: [{ port: 5432 }] }),
    app("vote", images.vote, { ports: [{ containerPort: 80 }] }),
    service("vote", { type: "NodePort" }),
    app("result", images.voteResult, { ports: [{ containerPort: 80 }] }),
    service("result", { type: "NodePort" }),
    app("worker", images.voteWorker),
  ],
  notShown: ["the pages, and that votes arrive"],
});
