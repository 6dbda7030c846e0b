import assert from "node:assert/strict";

import { labNamespaces } from "../../apps/labs/own-namespaces";
import { parseClassroom, type ClassroomConfig } from "../../stacks/classroom/config";
import { networkOf, platformFacts } from "../../stacks/classroom/facts";
import { misfits } from "../../stacks/classroom/platform";
import { ConfigError, parseConfig, parseStack } from "../../stacks/config";
import { changed, committed, type Raw } from "./committed";

const parse = (raw: Raw): ClassroomConfig => parseClassroom("classroom", raw);
const shipped = () => committed("classroom");
const key = (path: string) => `twelve-street:${path}`;

const sentences = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return "nothing refused";
};

const dev = () => platformFacts(parseConfig("dev", committed("dev"), new Date("2026-11-21")));

/** A domain of so many characters, an even number. */
const long = (length: number): string => `${"a.".repeat(length / 2 - 1)}kr`;

describe("a classroom's config", () => {
  it("is twenty students on dev, as it is shipped", () => {
    const { kind, platform, students } = parse(shipped());
    assert.deepEqual([kind, platform, Object.keys(students).length], ["classroom", "dev", 20]);
    assert.equal(parseStack("classroom", shipped()).kind, "classroom");
    assert.deepEqual(misfits(parse(shipped()), dev(), "ap-northeast-2"), []);
  });

  for (const [path, value, says] of [
    ["students.Anna", {}, /students\.Anna is not a name that fits here: give up to 32 lower-case/],
    ["students.anna", { arn: "x" }, /students\.anna\.arn is not a key/],
    ["students.anna", { principalArn: "anna" }, /principalArn is "anna": give the ARN/],
    ["students.kube-x", {}, /twelve-street:students is "kube-x"/],
    ["quota.requestsCpu", "1 CPU", /quota\.requestsCpu is "1 CPU": give an amount/],
    ["quota.requestsCpu", 1, /quota\.requestsCpu is 1: YAML reads it as a number/],
    ["quota.limitsMemory", "512Mi", /quota\.limitsMemory is "512Mi": give at least requestsMemory/],
    ["bounds.loadBalancers", -1, /bounds\.loadBalancers is -1: give a whole number/],
    ["defaults.limitCpu", "9", /defaults\.limitCpu is "9": give no more than the quota/],
    ["platform", undefined, /platform is missing: give the name of a platform's stack/],
    ["platform", "classroom", /platform is "classroom": give another stack's name/],
    ["studens", {}, /did you mean twelve-street:students/],
    ["secrets", { a: "b" }, /secrets\.a is not a secret that is known here/],
    ["iam.makeUsers", false, /registry is given: repositories are for who has an IAM user/],
    ["ingress.domain", "*.example.com", /ingress\.domain is "\*\.example\.com"/],
    ["ingress.domain", long(248), /ingress\.domain is "a.*: give a shorter one, for user01's host/],
    [
      "ingress.domain",
      `${"a".repeat(64)}.com`,
      /domain is .*at most 63 characters from dot to dot/,
    ],
    [
      "students.anna--lee",
      {},
      /twelve-street:students is "anna--lee": with repositories, give .*no two dashes together/,
    ],
    ["students.a", {}, /twelve-street:students is "a": with repositories, give two characters/],
    ["students.classroom", {}, /twelve-street:students is "classroom": .*give another name/],
    [
      "registry.repositories",
      ["my-ecr", "web", "my-ecr"],
      /twelve-street:registry\.repositories\[2\] is "my-ecr": name each repository once/,
    ],
    ["registry.repositories", ["a"], /repositories\[0\] is "a": give a repository's name of 2 to/],
    ["externalNames", ["cluster.local"], /externalNames\[0\] is "cluster\.local": take it out/],
    [
      "externalNames",
      ["example.com", "user02.svc.cluster.local"],
      /twelve-street:externalNames\[1\] is "user02\.svc\.cluster\.local": take it out/,
    ],
    ...labNamespaces().map(
      (name) =>
        [
          `students.${name}`,
          {},
          new RegExp(`twelve-street:students is "${name}": a lab of the course .*give another`),
        ] as const,
    ),
  ] as const)
    it(`refuses ${path} ${JSON.stringify(value ?? null).slice(0, 70)}`, () => {
      const raw = changed(shipped(), key(path), value);
      assert.match(
        sentences(() => parse(raw)),
        says,
      );
    });

  it("asks nothing of names for repositories where there are none, and takes what only looks alike", () => {
    const without = changed(shipped(), key("registry"), undefined);
    for (const name of ["anna--lee", "a", "classroom"])
      assert.ok(parse(changed(without, key(`students.${name}`), {})).students[name], name);
    // Neither has an IAM user or role.
    const some = changed(changed(shipped(), key("iam.makeUsers"), false), key("students"), {
      "anna--lee": {},
      user01: { principalArn: "arn:aws:iam::123456789012:user/anna" },
    });
    assert.ok(parse(some).students["anna--lee"]);
    const outside = ["cluster.local.example.com", "mycluster.local"];
    assert.deepEqual(
      parse(changed(shipped(), key("externalNames"), outside)).externalNames,
      outside,
    );
    assert.ok(parse(changed(shipped(), key("ingress.domain"), long(246))).ingress);
  });

  it("has room for the host of a shop's gateway, too", () => {
    const shops = changed(
      changed(shipped(), key("quota"), {
        requestsMemory: "3Gi",
        limitsCpu: "5",
        limitsMemory: "4Gi",
      }),
      key("shop"),
      {},
    );
    const withDomain = (length: number) =>
      sentences(() => parse(changed(shops, key("ingress.domain"), long(length))));
    assert.equal(withDomain(238), "nothing refused");
    assert.match(withDomain(240), /1 problem.*\n.*domain is .*the gateway of user01's shop/);
    assert.match(withDomain(248), /1 problem.*\n.*domain is .*for user01's host/);
  });

  it("says it of the stack's name where that is wrong, which is no key", () => {
    assert.match(
      sentences(() => parseClassroom("my--room", shipped())),
      /the stack's name is "my--room": with repositories, give .*no two dashes/,
    );
  });

  it("is refused where a platform is meant", () => {
    assert.match(
      sentences(() => parseConfig("classroom", shipped())),
      /kind is "classroom": this is for platforms/,
    );
  });
});

describe("a classroom's platform", () => {
  it("is told what it has not", () => {
    const on = (path: string, value: unknown, region = "ap-northeast-2") =>
      misfits(parse(changed(shipped(), key(path), value)), dev(), region).map(
        (it) => `${it.key} is ${it.value}: ${it.fix}`,
      );
    assert.match(on("platform", "dev", "us-east-1").join(), /the platform dev is in us-east-1/);
    assert.match(on("ingress.className", "traefik").join(), /the platform dev has alb, nginx/);
    assert.match(on("ingress.className", "alb").join(), /albGroup is missing: give a group's name/);
    assert.match(on("ingress.albGroup", "x").join(), /albGroup is "x": take it out/);
    assert.match(on("students.istio-x", undefined).join(), /^$/);
    assert.match(on("students.twelve-street", {}).join(), /a namespace of the platform dev/);
    const none = misfits(
      parse(changed(shipped(), key("mesh"), {})),
      { ...dev(), mesh: false, ingressClasses: {} },
      "ap-northeast-2",
    );
    assert.deepEqual(
      none.map((it) => it.key),
      [key("ingress.className"), key("mesh")],
    );
  });

  it("leaves the mesh to the pods that ask for it, and to none where the classroom is outside", () => {
    assert.equal(networkOf(dev(), parse(shipped())).namespaceLabels, undefined);
    const outside = parse(changed(shipped(), key("mesh"), undefined));
    const { namespaceLabels, callers, calls } = networkOf(dev(), outside);
    assert.deepEqual(namespaceLabels, { "istio-injection": "disabled" });
    assert.ok(!callers?.some(({ namespace }) => namespace === "istio-ingress"));
    assert.deepEqual(calls, []);
    assert.equal(networkOf({ ...dev(), mesh: false }, outside).namespaceLabels, undefined);
  });

  it("lets in its shared controllers, and its load balancers unless nodes stand beside them", () => {
    const { surroundings } = { surroundings: networkOf(dev(), parse(shipped())) };
    assert.deepEqual(surroundings.vpcCidrs, ["10.64.0.0/16"]);
    assert.deepEqual(surroundings.callerCidrs, ["10.64.32.0/20", "10.64.96.0/20"]);
    assert.deepEqual(
      surroundings.callers?.map(({ namespace }) => namespace),
      ["ingress-nginx", "istio-ingress", "observability"],
    );
    const raw = changed(committed("dev"), key("network.nat"), "none");
    const inPublic = platformFacts(parseConfig("dev", raw, new Date("2026-11-21")));
    assert.deepEqual(inPublic.loadBalancerCidrs, []);
  });
});
