import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import type {
  Callee,
  MicroserviceArgs,
  Probe,
  Security,
  Sidecar,
  Volume,
} from "../../../components/microservice";
import { base, build, release, resources } from "./fixtures";

const { probes, ...withoutProbes } = base;
const later = pulumi.output("example.org/web:v1");
const sidecar = { name: "log", image: "example.org/log:v1", resources };

/** Arguments that make no sense do not compile: each directive fails the type check when its line is right. */
export const refused: MicroserviceArgs[] = [
  // @ts-expect-error -- a service has releases
  { namespace: "shop", resources, probes: probes ?? {} },
  // @ts-expect-error -- and says what it needs
  { namespace: "shop", rollout: base.rollout },
  // @ts-expect-error -- releases are plain data, which can be compared
  { ...base, rollout: { strategy: "ramped", release: { ...release, image: later } } },
  // @ts-expect-error -- an autoscaler has bounds
  { ...base, replicas: { min: 1 } },
  // @ts-expect-error -- outside is behind a load balancer
  { ...base, exposure: "nodePort" },
  // @ts-expect-error -- settings are text
  { ...base, config: { REPLICAS: 2 } },
  // @ts-expect-error -- a way on has a place on it
  { ...base, rollout: { from: base.rollout, to: base.rollout } },
  // @ts-expect-error -- a host name outside goes with a gateway
  { ...base, mesh: { ingress: { hosts: ["web.example.com"] } } },
  // @ts-expect-error -- a gateway with a host name
  { ...base, mesh: { ingress: { gateway: { name: "g", namespace: "n" }, hosts: [] } } },
];

export const refusedProbes: Probe[] = [
  // @ts-expect-error -- something is asked
  { everySeconds: 5 },
  // @ts-expect-error -- in one way
  { http: "/", tcp: true },
  // @ts-expect-error -- a command has a name
  { exec: [] },
];

export const refusedSecurity: Security[] = [
  // @ts-expect-error -- Pod Security `restricted` allows one capability alone
  { capabilities: ["NET_ADMIN"] },
  // @ts-expect-error -- and no privileges
  { privileged: true },
];

export const refusedVolumes: Volume[] = [
  // @ts-expect-error -- nothing of the node's own
  { kind: "hostPath", name: "logs", folder: "/logs", path: "/var/log" },
  // @ts-expect-error -- what is written has a bound
  { kind: "scratch", name: "fast", folder: "/fast" },
  // @ts-expect-error -- a claim is of something
  { kind: "claim", name: "data", folder: "/data" },
];

export const refusedSidecars: Sidecar[] = [
  // @ts-expect-error -- a port of its own: it does not listen on the service's
  { ...sidecar, started: { tcp: true } },
];

export const refusedCallees: Callee[] = [
  // @ts-expect-error -- others listen on ports of their own
  { namespace: "data" },
];

describe("Microservice's types", () => {
  it("ask for nothing that has a safe default", async () => {
    assert.equal((await build(withoutProbes)).outputs.url, "http://web:8080");
  });
});
