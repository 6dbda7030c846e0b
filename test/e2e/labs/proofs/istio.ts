import assert from "node:assert/strict";

import { lessonOf } from "../../../../apps/labs/istio";
import { answersOf, lookAt } from "../mesh";
import { makesOf, type Proof } from "../proof";

/**
 * The lab's objects go in under the student's rights and guards, stand as they were written, and say of the pods that live
 * what the lesson's client is to see. Whether Envoy does as they say is `npm run test:mesh`'s to prove.
 */
export const proof: Proof = async ({ actor, student, place }, lab) => {
  const { namespace } = place;
  const lesson = lessonOf(lab.name, namespace);
  assert.ok(lesson);
  for (const [version, replicas] of Object.entries(lesson.replicas ?? {}))
    await student.type(`kubectl scale deployment recommendation-${version} --replicas ${replicas}`);
  const objects = makesOf(lab, place);
  await actor.apply(...objects);
  for (const { kind, metadata, spec } of objects) {
    const live = await actor.get<{ spec: unknown }>(kind.toLowerCase(), metadata.name);
    assert.deepEqual(live.spec, spec, `${kind} ${metadata.name} says all that was written`);
  }
  for (const { kind, metadata, ...rest } of objects) {
    const { exportTo, ...spec } = rest.spec as { exportTo?: unknown };
    if (exportTo === undefined) continue;
    const everywhere = { kind, ...rest, metadata: { ...metadata, name: "everywhere" }, spec };
    assert.match(await student.applyRefused(everywhere), /exportTo must be \["\."\]/);
  }

  const { status } = await student.until("the customer's load balancer", async () => {
    const service = await student.get<{ status: { loadBalancer: { ingress?: object[] } } }>(
      "service",
      "customer",
    );
    return service.status.loadBalancer.ingress && service;
  });
  assert.ok(status);
  const count = 1 + 1 + lab.baseline(place).filter(isRecommendation).length;
  const more = Object.values(lesson.replicas ?? {}).reduce((sum, it) => sum + it - 1, 0);
  const pods = await student.pods("app in (customer,preference,recommendation)", count + more);
  const mesh = await lookAt(student, pods);
  for (const { headers = {}, ...sight } of lesson.moods ? [] : lesson.sees) {
    if ("slow" in sight) continue;
    const { versions, statuses } = answersOf(mesh, lesson.calls, headers);
    assert.deepEqual(rounded(statuses), rounded(sight.statuses ?? { 200: 1 }), lesson.teaches);
    if (sight.versions)
      assert.deepEqual(rounded(versions), rounded(sight.versions), lesson.teaches);
  }
};

const isRecommendation = ({ kind, metadata }: { kind: string; metadata: { name: string } }) =>
  kind === "Deployment" && metadata.name.startsWith("recommendation-");

const rounded = (shares: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(shares)
      .filter(([, share]) => share > 0)
      .map(([key, share]) => [key, share.toFixed(4)]),
  );
