import assert from "node:assert/strict";

import { serviceNames } from "../../apps/twelve-street/services";
import { smallShop } from "../../apps/twelve-street/small";
import { secretKeys, ConfigError } from "../../stacks/config";
import { parseClassroom } from "../../stacks/classroom/config";
import { shopMisfits, studentSecrets } from "../../stacks/classroom/shop";
import { changed, committed, type Raw } from "./committed";

const key = (path: string) => `twelve-street:${path}`;
const roomy = {
  requestsCpu: "1",
  requestsMemory: "1568Mi",
  limitsCpu: "3100m",
  limitsMemory: "1984Mi",
};
const outside = changed(committed("classroom"), key("mesh"), undefined);
const withShop = (quota: object = roomy, shop: object = {}): Raw =>
  changed(changed(outside, key("shop"), shop), key("quota"), quota);
const parse = (raw: Raw) => parseClassroom("classroom", raw);
const sentences = (raw: Raw): string => {
  try {
    parse(raw);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return "nothing refused";
};

describe("a shop for each student", () => {
  it("is off as it is shipped, and then needs no secret", () => {
    const shipped = parse(committed("classroom"));
    assert.equal(shipped.shop, undefined);
    assert.deepEqual(secretKeys(shipped), []);
  });

  it("runs one version of all six, and needs one secret", () => {
    const config = parse(withShop());
    assert.deepEqual(config.shop, { enabled: true, version: "v1" });
    assert.deepEqual(secretKeys(config), [key("secrets.namingKey")]);
  });

  for (const [name, quota, says] of [
    ["requestsMemory", "1567Mi", /quota\.requestsMemory is "1567Mi": give at least "1568Mi"/],
    ["limitsMemory", "1983Mi", /quota\.limitsMemory is "1983Mi": give at least "1984Mi"/],
    ["limitsCpu", "3", /quota\.limitsCpu is "3": give at least "3100m"/],
    ["requestsCpu", "319m", /quota\.requestsCpu is "319m": give at least "320m"/],
  ] as const)
    it(`is refused where the quota's ${name} is a little too small`, () => {
      assert.match(sentences(withShop({ ...roomy, [name]: quota })), says);
    });

  it("is refused by the course's own quota, with all that must grow at once", () => {
    const said = sentences(changed(committed("classroom"), key("shop"), {}));
    assert.match(said, /quota\.requestsMemory is "1Gi"/);
    assert.match(said, /quota\.limitsCpu is "2"/);
  });

  it("looks at a student's own quota, and passes by the others'", () => {
    const raw = changed(withShop(), key("students.user07.quota"), { requestsMemory: "1Gi" });
    assert.match(sentences(raw), /students\.user07\.quota\.requestsMemory is "1Gi"/);
    assert.doesNotMatch(sentences(raw), /twelve-street:quota/);
  });

  it("takes bounds that hold its pods and ReplicaSets", () => {
    assert.match(sentences(changed(withShop(), key("bounds.pods"), 6)), /bounds\.pods is 6/);
    assert.equal(sentences(changed(withShop(), key("bounds.pods"), 7)), "nothing refused");
    const few = changed(withShop(), key("bounds.objectsOfAKind"), 23);
    assert.match(sentences(few), /bounds\.objectsOfAKind is 23: give at least 24/);
  });

  it("counts sidecars where students are in the mesh", () => {
    const [bare, meshed] = [smallShop(false), smallShop(true)];
    assert.equal(meshed.memoryMiB - bare.memoryMiB, 80 * meshed.pods);
    const raw = changed(withShop(), key("mesh"), {});
    assert.match(sentences(raw), new RegExp(`give at least "${meshed.memoryMiB}Mi"`));
  });

  it("must fit onto the platform's nodes at their most", () => {
    const config = parse(withShop());
    const room = { pods: 120, cpuMillis: 5_400, memoryMiB: 26_240 };
    assert.deepEqual(shopMisfits(config, "nginx", room), []);
    for (const short of ["pods", "cpuMillis", "memoryMiB"] as const) {
      const [problem] = shopMisfits(config, "nginx", { ...room, [short]: room[short] - 1 });
      assert.match(problem?.fix ?? "", /node groups of dev leave .* raise max/, short);
    }
    assert.deepEqual(shopMisfits(config, "nginx", undefined), [], "an older platform says nothing");
  });

  it("shares one ALB by two rules a student, of which there are a hundred", () => {
    const config = parse(withShop());
    assert.deepEqual(shopMisfits(config, "alb", undefined), []);
    const students = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`u${n}`, {}]));
    const [problem] = shopMisfits({ ...config, students }, "alb", undefined);
    assert.match(problem?.fix ?? "", /two rules each come to 102/);
  });

  it("has secrets of its own for each student, the same at each run", () => {
    const one = studentSecrets("a key that nobody knows", "user01");
    assert.deepEqual(one, studentSecrets("a key that nobody knows", "user01"));
    const values = ["user01", "user02"].flatMap((student) => {
      const { namingKey, services } = studentSecrets("a key that nobody knows", student);
      return [namingKey, ...serviceNames.flatMap((it) => Object.values(services[it] ?? {}))];
    });
    assert.equal(values.length, 10);
    assert.equal(new Set(values).size, values.length);
    assert.ok(values.every((value) => value.length === 32));
  });
});
