import assert from "node:assert/strict";

import { ArgumentError } from "../../../components/argument-error";
import { Classroom, type ClassroomArgs } from "../../../components/classroom";
import { checkClassroom } from "../../../components/classroom/args";
import { baselineOf } from "../../../components/classroom/baseline";
import { amountOf } from "../../../components/classroom/quota";
import { run, type Run } from "../../mocks";

const args: ClassroomArgs = {
  students: { user01: {}, anna: { principalArn: "arn:aws:iam::123456789012:user/anna" } },
  kubernetesVersion: "1.36",
  surroundings: { vpcCidrs: ["10.64.0.0/16"] },
  ingress: { domain: "students.example.com", className: "nginx" },
};

const refused = (changes: Partial<ClassroomArgs>): string => {
  try {
    checkClassroom("class", { ...args, ...changes });
  } catch (error) {
    assert.ok(error instanceof ArgumentError);
    return error.message;
  }
  return "nothing refused";
};

describe("Classroom", () => {
  let whole: Run;
  before(async () => {
    whole = await run(() => {
      const access = { clusterName: "shop-dev", makeUsers: true };
      const { students } = new Classroom("class", { ...args, access, registry: {} });
      return { students };
    });
  });
  const named = (type: string) => whole.ofType(type).map(({ inputs }) => inputs);

  it("makes each student's baseline, whole and marked", () => {
    const kinds = ["core/v1:Namespace", "core/v1:LimitRange", "rbac.authorization.k8s.io/v1:Role"];
    for (const kind of kinds) assert.equal(named(`kubernetes:${kind}`).length, 2, kind);
    const [space] = named("kubernetes:core/v1:Namespace");
    const { labels } = space?.metadata as { labels: Record<string, string> };
    assert.equal(labels["pod-security.kubernetes.io/enforce"], "baseline");
    assert.equal(labels["pod-security.kubernetes.io/warn"], "restricted");
    assert.equal(labels["classroom.twelve-street/student"], "user01");
  });

  it("has the course's quota, and another student's own", () => {
    const hard = (quota: object) =>
      baselineOf("class", "user01", { quota }, args).find(
        ({ metadata }) => metadata.name === "mem-cpu-demo",
      )?.spec;
    const course = {
      "requests.cpu": "1",
      "requests.memory": "1Gi",
      "limits.cpu": "2",
      "limits.memory": "2Gi",
    };
    assert.deepEqual(hard({}), { hard: course });
    assert.deepEqual(hard({ limitsCpu: "4" }), { hard: { ...course, "limits.cpu": "4" } });
  });

  it("lets each in as a group of their own: users that are there, and users that it makes", () => {
    const entries = named("aws:eks/accessEntry:AccessEntry");
    assert.deepEqual(
      Object.fromEntries(entries.map((it) => [it.principalArn, it.kubernetesGroups as string[]])),
      {
        "arn:aws:iam::123456789012:user/class/user01": ["student:user01"],
        "arn:aws:iam::123456789012:user/anna": ["student:anna"],
      },
    );
    assert.deepEqual(
      named("aws:iam/user:User").map(({ name, forceDestroy }) => [name, forceDestroy]),
      [["user01", true]],
    );
    assert.equal(named("aws:iam/accessKey:AccessKey").length, 0, "keys would be in the state");
    assert.deepEqual(
      named("aws:ecr/repository:Repository").map(({ name }) => name),
      ["user01/my-ecr", "anna/my-ecr"],
    );
  });

  it("tells where each student is", () => {
    const { user01 } = whole.outputs.students as Record<string, object>;
    assert.deepEqual(user01, {
      namespace: "user01",
      group: "student:user01",
      serviceAccount: "student",
      host: "user01.students.example.com",
      principalArn: "arn:aws:iam::123456789012:user/class/user01",
      repositories: {
        "my-ecr": "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/user01/my-ecr",
      },
    });
  });

  it("refuses what would fail half-way, in one sentence", () => {
    const student = (name: string, it = {}) => refused({ students: { [name]: it } });
    assert.match(student("Anna"), /^students is "Anna": give up to 32 lower-case/);
    assert.match(student("kube-system"), /not a student's/);
    assert.match(
      refused({ students: { shop: {} }, reservedNamespaces: ["shop"] }),
      /not a student's/,
    );
    assert.match(student("a", { principalArn: "anna" }), /^students\.a\.principalArn is "anna"/);
    const principalArn = "arn:aws:iam::123456789012:user/anna";
    assert.match(
      refused({ students: { a: { principalArn }, b: { principalArn } } }),
      /it is a's already/,
    );
    assert.match(refused({ quota: { limitsMemory: "2GB" } }), /^quota\.limitsMemory is "2GB"/);
    assert.match(refused({ quota: { limitsCpu: "500m" } }), /at least requestsCpu, which is 1/);
    assert.match(student("a", { quota: { requestsCpu: "9" } }), /^students\.a\.quota\.limitsCpu/);
    assert.match(refused({ defaults: { limitMemory: "4Gi" } }), /no more than the quota/);
    assert.match(refused({ bounds: { pods: -1 } }), /^bounds\.pods is -1/);
    assert.match(refused({ surroundings: { vpcCidrs: [] } }), /^surroundings\.vpcCidrs/);
    assert.match(refused({ surroundings: { vpcCidrs: ["10.0.0.0"] } }), /give a network/);
    assert.match(
      refused({ ingress: { domain: "*.example.com", className: "nginx" } }),
      /without a star/,
    );
    assert.match(
      refused({ ingress: { domain: `${"a.".repeat(122)}com`, className: "nginx" } }),
      /give a shorter one, for user01's host below it/,
    );
    assert.match(refused({ externalNames: ["svc.cluster.local"] }), /^externalNames\[0\] is/);
    assert.equal(refused({}), "nothing refused");
  });

  it("refuses names that ECR has no repositories for, of students who get some", () => {
    const registry = { repositories: ["web"] };
    const access = { clusterName: "shop-dev", makeUsers: true };
    for (const student of ["anna--lee", "class", "a"]) {
      const students = { [student]: {} };
      assert.equal(refused({ students, registry }), "nothing refused");
      assert.equal(refused({ students, access }), "nothing refused");
      assert.match(refused({ students, registry, access }), /^students is "/);
    }
    assert.match(
      refused({ registry: { repositories: ["web", "web"] } }),
      /^registry\.repositories\[1\] is "web": name each repository once/,
    );
    assert.match(refused({ registry: { keepLast: 0 } }), /^registry\.keepLast is 0/);
  });

  it("reads amounts as Kubernetes does", () => {
    assert.deepEqual(["500m", "1", "1Gi", "1k", "0.5", "2GB", "", "-1", "0"].map(amountOf), [
      0.5,
      1,
      1024 ** 3,
      1000,
      0.5,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
