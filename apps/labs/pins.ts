import { labVersions, platformVersions } from "../../versions";

/**
 * Docker's own images as Amazon ECR Public has them: Docker Hub counts pulls by address, and a whole class
 * goes out by one. Source: Amazon ECR Public Gallery, "docker/library".
 */
const library = (name: string, version: string) =>
  `public.ecr.aws/docker/library/${name}:${version}`;

/** What the labs' pods run. */
export const images = {
  nginx: library("nginx", labVersions.nginx.version),
  /** The release before it, for rollouts. */
  nginxBefore: library("nginx", labVersions.nginxBefore.version),
  busybox: library("busybox", labVersions.busybox.version),
  /** A page that takes CPU. */
  hpaExample: `registry.k8s.io/hpa-example:${labVersions.hpaExample.version}`,
  fluentBit: `cr.fluentbit.io/fluent/fluent-bit:${labVersions.fluentBit.version}`,
  elasticsearch: `docker.elastic.co/elasticsearch/elasticsearch:${platformVersions.elasticStack.version}`,
  kibana: `docker.elastic.co/kibana/kibana:${platformVersions.elasticStack.version}`,
  kubeScheduler: `registry.k8s.io/kube-scheduler:${labVersions.kubeScheduler.version}`,
  postgres: library("postgres", platformVersions.postgres.version),
  git: `docker.io/alpine/git:${labVersions.git.version}`,
  valkey: `docker.io/valkey/valkey:${platformVersions.valkey.version}`,
  guestbook: `us-docker.pkg.dev/google-samples/containers/gke/gb-frontend:${labVersions.guestbookFrontend.version}`,
  vote: `docker.io/kodekloud/examplevotingapp_vote:${labVersions.votingApp.version}`,
  voteResult: `docker.io/kodekloud/examplevotingapp_result:${labVersions.votingApp.version}`,
  voteWorker: `docker.io/kodekloud/examplevotingapp_worker:${labVersions.votingApp.version}`,
} as const;
