import assert from "node:assert/strict";

import fc from "fast-check";

import type { ClusterArgs } from "../../../components/cluster";
import { checkCluster } from "../../../components/cluster/check";
import { takesAllOf } from "../../../components/cluster/fargate-selector";
import { checkUpgrade } from "../../../components/cluster/skew";
import {
  checkSupport,
  daysOfSupport,
  supportedVersions,
  warningDays,
} from "../../../components/cluster/support";
import { addOnVersions, kubernetesSupport } from "../../../versions";

const day = (text: string) => new Date(`${text}T15:00:00Z`);

describe("support of Kubernetes versions", () => {
  it("is silent while the end is far, warns from 60 days before, and refuses the day after", () => {
    assert.equal(daysOfSupport("1.35", day("2027-03-27")), 0);
    assert.deepEqual(checkSupport("1.35", day("2027-01-25")), { version: "1.35" });
    assert.equal(
      checkSupport("1.35", day("2027-01-26")).warning,
      "Kubernetes 1.35 leaves standard support on 2027-03-27, in 60 days; upgrade to 1.36.",
    );
    assert.match(checkSupport("1.35", day("2027-03-27")).warning ?? "", /in 0 days/);
    assert.throws(
      () => checkSupport("1.35", day("2027-03-28")),
      /^ArgumentError: version is "1\.35": its standard support ended on 2027-03-27, give one of 1\.36\.$/,
    );
  });

  it("refuses a version that the table does not have, and names those it has", () =>
    assert.throws(
      () => checkSupport("1.12", day("2026-11-21")),
      /^ArgumentError: version is "1\.12": give one of 1\.36, 1\.35, 1\.34\.$/,
    ));

  it("names the newest when that one ends, without an upgrade to offer", () =>
    assert.doesNotMatch(checkSupport("1.36", day("2027-08-01")).warning ?? "", /upgrade/));

  it("never offers a version that it would refuse, nor warns of one that is far from its end", () => {
    const days = fc.date({ min: day("2026-01-01"), max: day("2028-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(days, (today) => {
        for (const version of supportedVersions(today)) {
          const { warning } = checkSupport(version, today);
          assert.equal(warning !== undefined, daysOfSupport(version, today) <= warningDays);
        }
      }),
    );
  });

  it("has add-ons for every version, with a kube-proxy of that version", () => {
    assert.deepEqual(Object.keys(addOnVersions).sort(), Object.keys(kubernetesSupport).sort());
    for (const [version, addOns] of Object.entries(addOnVersions))
      assert.ok(addOns["kube-proxy"].startsWith(`v${version}.`), version);
  });
});

describe("the version of a standing cluster", () => {
  it("stays, or goes up by one, and a new cluster may have any", () => {
    checkUpgrade("1.35", "1.35");
    checkUpgrade("1.35", "1.36");
    checkUpgrade("1.9", "1.10");
    checkUpgrade(undefined, "1.36");
  });

  it("skips none, and the sentence names the next one", () =>
    assert.throws(() => {
      checkUpgrade("1.34", "1.36");
    }, /^ArgumentError: version is "1\.36": the cluster has 1\.34, and EKS goes up by one minor version at a time: give 1\.35 first\.$/));

  it("does not go back by an up", () =>
    assert.throws(() => {
      checkUpgrade("1.36", "1.35");
    }, /^ArgumentError: version is "1\.35": the cluster has 1\.36, and up takes none back: give 1\.36, or go back by hand as docs\/upgrade\.md says\.$/));
});

describe("arguments of a cluster", () => {
  const check = (args: Partial<ClusterArgs>) => () => {
    checkCluster("shop", {
      version: "1.36",
      vpcId: "vpc-1",
      publicSubnetIds: [],
      privateSubnetIds: [],
      publicAccessCidrs: [],
      nodeGroups: { workers: { instanceType: "t3.small" } },
      ...args,
    });
  };
  const workers = (args: object): Partial<ClusterArgs> => ({
    nodeGroups: { workers: { instanceType: "t3.small", ...args } },
  });
  const profile = (...namespaces: string[]): Partial<ClusterArgs> => ({
    fargateProfiles: { all: { selectors: namespaces.map((namespace) => ({ namespace })) } },
  });
  const role = "arn:aws:iam::123456789012:role/one";
  const session = "arn:aws:sts::123456789012:assumed-role/one/me";

  it("take what works", () => {
    check({})();
    check(workers({ min: 0, max: 1, desired: 0, labels: { "node.kubernetes.io/disk": "ssd" } }))();
    check({ nodeGroups: {}, ...profile("default", "kube-*") })();
    for (const version of ["1.36", "1.35", "1.33"]) check(workers({ version }))();
  });

  const refused: readonly (readonly [string, Partial<ClusterArgs>, RegExp])[] = [
    ["no place for pods", { nodeGroups: {} }, /^nodeGroups is \{\}: .*fargateProfiles\.$/],
    ["a min above the max", workers({ min: 4 }), /^nodeGroups\.workers\.min is 4: give at most 3/],
    ["desired above the max", workers({ desired: 9 }), /\.desired is 9: .* 1 to 3/],
    ["half a node", workers({ max: 1.5 }), /\.max is 1\.5: give a whole number from 1 on/],
    ["a disk below the image's", workers({ diskGiB: 8 }), /\.diskGiB is 8: .* from 20 on/],
    [
      "a label of Kubernetes's own",
      workers({ labels: { "node-role.kubernetes.io/lab": "" } }),
      /\.labels is "node-role\.kubernetes\.io\/lab": give a label of your own/,
    ],
    [
      "a group's name that AWS would cut",
      { nodeGroups: { ["w".repeat(60)]: { instanceType: "t3.small" } } },
      /^nodeGroups is "w+": name a group by at most 50 letters/,
    ],
    [
      "nodes newer than the control plane",
      workers({ version: "1.37" }),
      /^nodeGroups\.workers\.version is "1\.37": nodes are never newer than the control plane: give 1\.36/,
    ],
    [
      "nodes too far behind the control plane",
      workers({ version: "1.32" }),
      /\.version is "1\.32": nodes may be 3 minor versions behind the control plane's 1\.36/,
    ],
    ["no selectors", profile(), /^fargateProfiles\.all\.selectors is 0: give one to 5/],
    ["six selectors", profile("a", "b", "c", "d", "e", "f"), /selectors is 6/],
    [
      "a cluster without a place for CoreDNS",
      { nodeGroups: {}, ...profile("default") },
      /^fargateProfiles is \["default"\]: without nodes CoreDNS has no place/,
    ],
    [
      "the EFS driver on Fargate alone",
      { nodeGroups: {}, ...profile("kube-system"), addOns: ["efsCsiDriver"] },
      /^addOns is "efsCsiDriver": leave it out/,
    ],
    [
      "a session in place of a role",
      { access: { instructors: [session] } },
      /^access\.instructors\[0\] is "arn:aws:sts:.*: give the role's own ARN/,
    ],
    [
      "a name in place of an ARN",
      { access: { students: { user35: "user35" } } },
      /^access\.students\.user35 is "user35": give the ARN of an IAM role or user/,
    ],
    [
      "one principal twice",
      { access: { instructors: [role], ci: [{ principalArn: role }] } },
      /^access\.ci\[0\]\.principalArn is .*: it stands at access\.instructors\[0\] already/,
    ],
    [
      "a student whose name is no namespace",
      { access: { students: { "User 35": role } } },
      /^access\.students is "User 35": give the student's namespace/,
    ],
    [
      "CI in no namespace",
      { access: { ci: [{ principalArn: role, namespaces: [] }] } },
      /^access\.ci\[0\]\.namespaces is \[\]: name one, or leave it out/,
    ],
  ];
  for (const [what, args, message] of refused)
    it(`refuse ${what}`, () => assert.throws(check(args), { name: "ArgumentError", message }));

  it("read the wildcards of Fargate's selectors", () => {
    assert.ok(takesAllOf("kube-system", { namespace: "kube-??stem" }));
    assert.ok(!takesAllOf("kube-system", { namespace: "kube" }));
    assert.ok(!takesAllOf("kubexsystem", { namespace: "kube.system" }));
    assert.ok(!takesAllOf("kube-system", { namespace: "*", labels: { a: "b" } }));
  });
});
