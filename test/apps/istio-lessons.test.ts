import assert from "node:assert/strict";

import { meshLessons, type Lesson, type MeshObject } from "../../apps/istio-tutorial/lessons";

type Route = Extract<MeshObject, { kind: "VirtualService" }>["spec"]["http"][number];

describe("the lessons on Istio", () => {
  const lessons = meshLessons("tutorial");
  const objects = (lesson: Lesson) => lesson.objects;
  const routes = (lesson: Lesson): readonly Route[] =>
    objects(lesson).flatMap((it) => (it.kind === "VirtualService" ? it.spec.http : []));

  it("have names of their own, each with a sentence", () => {
    assert.equal(new Set(lessons.map(({ name }) => name)).size, lessons.length);
    for (const { name, teaches } of lessons) {
      assert.match(name, /^[a-z0-9-]+$/);
      assert.match(teaches, /^[A-Z].*\.$/);
    }
  });

  it("share all requests out, among subsets that they bring", () => {
    for (const lesson of lessons) {
      const subsets = objects(lesson).flatMap((it) =>
        it.kind === "DestinationRule" ? (it.spec.subsets ?? []).map(({ name }) => name) : [],
      );
      for (const { route, mirror } of routes(lesson)) {
        const weights = route.map(({ weight }) => weight ?? 100);
        assert.equal(
          weights.reduce((sum, weight) => sum + weight, 0),
          100,
          lesson.name,
        );
        for (const { subset } of [
          ...route.map((it) => it.destination),
          ...(mirror ? [mirror] : []),
        ])
          assert.ok(subset === undefined || subsets.includes(subset), `${lesson.name}: ${subset}`);
      }
    }
  });

  it("end every list of matches with a route for everybody else, and name whose identities they mean", () => {
    for (const lesson of lessons)
      if (routes(lesson).length > 0)
        assert.equal(routes(lesson).at(-1)?.match, undefined, lesson.name);
    const text = JSON.stringify(meshLessons("user35"));
    assert.match(text, /cluster\.local\/ns\/user35\/sa\/preference/);
    assert.doesNotMatch(text, /tutorial\b/);
  });
});
