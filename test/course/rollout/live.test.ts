import assert from "node:assert/strict";

import type { V1Deployment, V1Pod } from "@kubernetes/client-node";

import { desired } from "../../../components/rollout";
import { troublesOf } from "../../../course/rollout/live";
import * as f from "../../components/rollout/fixtures";

const labels = (version: string) => ({ app: "web", slot: "stable", version });

/** An object as far as it is looked at. */
const partly = (object: object): unknown => object;

const pod = (version: string, reason: string): V1Pod =>
  partly({
    metadata: { name: `web-${version}`, labels: labels(version) },
    status: {
      containerStatuses: [{ name: "web", state: { waiting: { reason, message: "why" } } }],
    },
  }) as V1Pod;

const deployment = (version: string, conditions: object[], seen = 2): V1Deployment =>
  partly({
    metadata: { name: "web", generation: 2, labels: labels(version) },
    status: { observedGeneration: seen, conditions },
  }) as V1Deployment;

const failure = { type: "ReplicaFailure", status: "True", message: "exceeded quota: pods=2" };
const late = { type: "Progressing", status: "False", message: "ReplicaSet has timed out" };
const well = { type: "Progressing", status: "True", message: "is progressing" };

describe("course rollout: what keeps pods from coming", () => {
  const { slots } = desired(f.ramped, f.plain);

  it("is an image that is not there, a container that always ends, but not one that is being made", () => {
    const of = (reason: string) => troublesOf(slots, [], [pod("v1", reason)]);
    assert.deepEqual(of("ImagePullBackOff"), ["web-v1: web: ImagePullBackOff why"]);
    assert.deepEqual(of("CrashLoopBackOff"), ["web-v1: web: CrashLoopBackOff why"]);
    assert.deepEqual(of("ContainerCreating"), []);
  });

  it("is a quota that lets none in, and pods that were never ready in all their time", () => {
    assert.deepEqual(troublesOf(slots, [deployment("v1", [failure])], []), [failure.message]);
    assert.deepEqual(troublesOf(slots, [deployment("v1", [late])], []), [late.message]);
    assert.deepEqual(troublesOf(slots, [deployment("v1", [well])], []), []);
  });

  it("is nothing of a version that is to go, nor of a template that nobody has seen yet", () => {
    assert.deepEqual(troublesOf(slots, [], [pod("v2", "ImagePullBackOff")]), []);
    assert.deepEqual(troublesOf(slots, [deployment("v2", [failure])], []), []);
    assert.deepEqual(troublesOf(slots, [deployment("v1", [failure], 1)], []), []);
  });
});
