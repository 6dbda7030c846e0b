import assert from "node:assert/strict";

import { rolloutOptions } from "../../../components/microservice";
import { checkMicroservice } from "../../../components/microservice/check";
import { base, release, resources, type Overrides } from "./fixtures";

/** What a person reads, or "" where all is right. */
function said(args: Overrides, name = "web"): string {
  const whole = { ...base, ...args };
  try {
    checkMicroservice(name, whole, rolloutOptions(whole));
    return "";
  } catch (error) {
    return String(error);
  }
}

const refuses = (args: Overrides, sentence: RegExp) => assert.match(said(args), sentence);

const volume = { kind: "scratch", name: "a", folder: "/a", sizeMiB: 4 } as const;
const extra = { name: "extra", image: "example.org/extra:v1", resources };
const next = { version: "v2", image: "example.org/web:v2" };
const abTest = {
  strategy: "abTest",
  a: release,
  b: next,
  toB: [{ by: "header", name: "x-group", exact: "b" }],
} as const;

describe("Microservice: what it refuses", () => {
  it("nothing that is right", () => {
    assert.equal(said({}), "");
    assert.equal(said({ replicas: 0, port: 1024, mesh: {}, rollout: abTest }), "");
    assert.equal(said({ replicas: { min: 1, max: 3 }, volumes: [volume] }), "");
    assert.equal(said({ sidecars: [{ ...extra, mounts: { tmp: "/tmp" } }] }), "");
    assert.equal(said({}, "w".repeat(56)), "");
  });

  it("names that no Service can have", () => {
    for (const name of ["Web", "1web", "web-", "web_1", "w".repeat(57)])
      assert.match(said({}, name), /^ArgumentError: name is ".*": give at most 56/);
  });

  it("rollouts that make no sense, by the path of what is wrong", () => {
    const wrong = { strategy: "ramped", release, maxSurge: 0 } as const;
    refuses({ rollout: wrong }, /: rollout\.maxSurge is 0: give a whole number of pods/);
    refuses(
      { rollout: { from: base.rollout, to: wrong, phase: 0 } },
      /: rollout\.to\.maxSurge is 0/,
    );
    refuses(
      { rollout: { from: wrong, to: { strategy: "ramped", release }, phase: 0 } },
      /: rollout\.from\.maxSurge is 0/,
    );
    refuses({ replicas: -1 }, /: replicas is -1: give a whole number of pods/);
    refuses({ propagationSeconds: 0 }, /: propagationSeconds is 0/);
  });

  it("images that are another one from day to day", () => {
    const of = (image: string) =>
      ({ strategy: "ramped", release: { version: "v1", image } }) as const;
    for (const image of ["example.org/web", "example.org:5000/web", "example.org/web:latest"])
      refuses(
        { rollout: of(image) },
        /: rollout\.release\.image is ".*": give a tag that says which/,
      );
    const digest = `example.org/web@sha256:${"0a".repeat(32)}`;
    for (const image of ["example.org:5000/web:v1", digest])
      assert.equal(said({ rollout: of(image) }), "");
    const latest = { strategy: "ramped", release: { version: "latest" } } as const;
    refuses({ rollout: latest, repository: "example.org/web" }, /release\.version is "latest"/);
    refuses({ sidecars: [{ ...extra, image: "example.org/extra" }] }, /sidecars\[0\]\.image is/);
    refuses({ initContainers: [{ ...extra, image: "a:latest" }] }, /initContainers\[0\]\.image/);
  });

  it("two slots while some callers have no sidecar", () => {
    const mesh = { plaintext: true };
    refuses(
      { mesh, rollout: abTest },
      /: mesh\.plaintext is true: callers without a sidecar would/,
    );
    assert.equal(said({ mesh }), "");
    assert.equal(said({ mesh, exposure: "loadBalancer" }), "");
  });

  it("routes without a mesh, and says what to do behind a load balancer", () => {
    refuses({ rollout: abTest }, /: rollout\.strategy is "abTest": .*: switch the mesh on, or/);
    refuses(
      { rollout: abTest, mesh: {}, exposure: "loadBalancer" },
      /: rollout\.strategy is "abTest": .*: take exposure: "loadBalancer" away and give mesh\.ingress, or/,
    );
  });

  it("a release without an image", () => {
    refuses(
      { rollout: { strategy: "ramped", release: { version: "v1" } } },
      /: rollout\.release\.image is missing: give the release an image with its tag, or the/,
    );
    const rollout = { strategy: "ramped", release: { version: "v1" } } as const;
    assert.equal(said({ rollout, repository: "example.org/web" }), "");
    assert.equal(said({ rollout, imageOf: () => "example.org/web:v1" }), "");
  });

  it("numbers out of range", () => {
    for (const port of [80, 65536, 8080.5]) refuses({ port }, /: port is .*: give .* from 1024 to/);
    refuses({ shutdownSeconds: 0 }, /: shutdownSeconds is 0: give a whole number of seconds/);
    refuses({ probes: { startSeconds: 0 } }, /: probes\.startSeconds is 0/);
    refuses({ security: { userId: 0 } }, /: security\.userId is 0: .*0 is root/);
    refuses({ security: { groupId: 0 } }, /: security\.groupId is 0/);
    refuses({ replicas: { min: 1, max: 2, cpuPercent: 0 } }, /: replicas\.cpuPercent is 0/);
  });

  it("limits below what is asked for", () => {
    const of = (changes: object) => ({ resources: { ...resources, ...changes } });
    refuses(of({ cpuMillis: 0 }), /: resources\.cpuMillis is 0/);
    refuses(of({ cpuLimitMillis: 49 }), /: resources\.cpuLimitMillis is 49: .* from 50 up/);
    refuses(of({ memoryLimitMiB: 63 }), /: resources\.memoryLimitMiB is 63: .* from 64 up/);
    refuses(of({ diskLimitMiB: 10 }), /: resources\.diskLimitMiB is 10: give a multiple of 4/);
    refuses(
      { initContainers: [{ ...extra, resources: { ...resources, memoryMiB: 0 } }] },
      /: initContainers\[0\]\.resources\.memoryMiB is 0/,
    );
  });

  it("two of one name", () => {
    refuses({ volumes: [volume, { ...volume, folder: "/b" }] }, /: volumes\[1\]\.name is "a"/);
    for (const name of ["tmp", "settings", "secrets"])
      refuses({ volumes: [{ ...volume, name }] }, /: volumes\[0\]\.name is ".*": another volume/);
    refuses({ volumes: [volume, { ...volume, name: "b" }] }, /: volumes\[1\]\.folder is "\/a"/);
    refuses({ volumes: [{ ...volume, folder: "/tmp" }] }, /something else is mounted there/);
    refuses(
      { config: { values: {}, as: { folder: "/a" } }, volumes: [volume] },
      /: volumes\[0\]\.folder is "\/a": something else/,
    );
    refuses({ volumes: [{ ...volume, folder: "a" }] }, /give a path that starts with \//);
    refuses({ sidecars: [extra], initContainers: [extra] }, /: sidecars\[0\]\.name is "extra"/);
    refuses({ sidecars: [{ ...extra, name: "web" }] }, /: sidecars\[0\]\.name is "web"/);
  });

  it("a mount of nothing", () => {
    refuses(
      { sidecars: [{ ...extra, mounts: { logs: "/logs" } }], volumes: [volume] },
      /: sidecars\[0\]\.mounts\.logs is "\/logs": .*: give one of tmp, a\./,
    );
  });

  it("Secrets whose names would tell what is in them", () => {
    refuses({ secrets: { PASSWORD: "x" } }, /: namingKey is missing: names of Secrets are public/);
    const keys = { kind: "secret", name: "keys", folder: "/keys", files: { key: "x" } } as const;
    refuses({ volumes: [keys] }, /: namingKey is missing/);
    assert.equal(said({ volumes: [keys], namingKey: "long and random" }), "");
  });

  it("a variable that is said twice, without its value", () => {
    const namingKey = "long and random";
    const secrets = { A: "hunter2" };
    refuses({ env: { A: "1" }, config: { A: "2" } }, /: env\.A is "\(set\)": config has it too/);
    refuses({ env: { A: "1" }, secrets, namingKey }, /: env\.A is "\(set\)": secrets has it too/);
    refuses({ config: { A: "1" }, secrets, namingKey }, /: config\.A is "\(set\)": secrets has/);
    const files = { values: { A: "2" }, as: { folder: "/etc/web" } };
    assert.equal(said({ env: { A: "1" }, config: files }), "");
  });
});
