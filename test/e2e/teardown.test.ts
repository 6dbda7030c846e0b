import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { TestSandbox } from "./sandbox";

/** What a student leaves behind: a load balancer, an Ingress, and a database with a claim of its own. */
const strays = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "user35" } },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "user35", finalizers: ["service.k8s.aws/resources"] },
    spec: { type: "LoadBalancer", selector: { app: "web" }, ports: [{ port: 80 }] },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "web", namespace: "user35" },
    spec: {
      ingressClassName: "alb",
      defaultBackend: { service: { name: "web", port: { number: 80 } } },
    },
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "user35" },
    spec: {
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: {
          containers: [
            { name: "db", image: "db", volumeMounts: [{ name: "data", mountPath: "/data" }] },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      ],
    },
  },
];

/** The parts that a teardown has nothing to learn from. */
const withoutMost = [
  "mesh.enabled=false",
  "observability.enabled=false",
  "backingServices.database.enabled=false",
  "backingServices.cache.enabled=false",
  "ingress.alb.enabled=false",
  "ingress.nginx.enabled=false",
  "ingress.routes.colors=null",
  "ingress.routes.paths=null",
  "registry.labImages=false",
  "storage.efs.enabled=false",
].flatMap((change) => ["-c", change]);

interface AccountFile {
  resources: Record<string, { inputs: { tags?: Record<string, string> } }>;
}

interface Report {
  ended: string;
  left: { arn: string; what: string }[];
}

describe("course teardown", () => {
  const sandbox = new TestSandbox();
  const accountFile = join(sandbox.home, "dev", "aws.json");
  const account = () => JSON.parse(readFileSync(accountFile, "utf8")) as AccountFile;
  after(() => sandbox.dispose());

  const teardown = (...words: string[]) =>
    sandbox.course("teardown", "--stack", "dev", "--yes", ...words);
  const claimed = () => sandbox.list<{ spec: { volumeName?: string } }>("pvc", "-n", "user35");

  before(async () => {
    await sandbox.up(...withoutMost, "-c", "cluster.deletionProtection=true");
    const file = join(sandbox.home, "strays.json");
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: strays }));
    await sandbox.kubectl("apply", "-f", file);
    await sandbox.kubectl(
      ...["wait", "pod/db-0", "-n", "user35", "--for=condition=Ready", "--timeout=60s"],
    );
    const [claim] = await claimed();
    const retain = '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}';
    await sandbox.kubectl("patch", "pv", claim?.spec.volumeName ?? "", "-p", retain);
  });

  it("refuses a protected stack before it touches anything, as destroy does", async () => {
    const made = Object.keys(account().resources).length;
    for (const refused of [await teardown(), await sandbox.run("destroy")]) {
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /twelve-street:cluster\.deletionProtection is true/);
    }
    assert.equal(Object.keys(account().resources).length, made);
    assert.equal((await claimed()).length, 1);
  });

  it("shows strays in other namespaces in its plan, and does nothing", async () => {
    const { code, stdout } = await teardown("--plan");
    assert.equal(code, 0);
    for (const name of ["Ingress user35/web", "Service user35/web"])
      assert.ok(stdout.includes(name), stdout);
    assert.match(stdout, /drain .* in all namespaces/);
    assert.match(stdout, /1 volume of claims \(user35\/data-db-0\): their class retains them/);
    assert.equal((await claimed()).length, 1);
  });

  it("gives up what does not go with the reason, and then nothing is destroyed", async () => {
    const { code, stderr } = await teardown("--unprotect", "--patience", "2");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Service user35\/web: its finalizer service\.k8s\.aws\/resources waits for the AWS Load Balancer Controller, which is not in the cluster/,
    );
    assert.ok("aws:eks/cluster:Cluster|ap-northeast-2|twelve-street-dev" in account().resources);
  });

  it("goes on where it was, takes all down, and ends with 1 for a disk that is left over", async () => {
    const free = '{"metadata":{"finalizers":null}}';
    await sandbox.kubectl("patch", "service", "web", "-n", "user35", "--type=merge", "-p", free);
    const { code, stdout, stderr } = await teardown("--json");
    const { ended, left } = JSON.parse(stdout) as Report;
    assert.equal(ended, "left over", stderr);
    assert.equal(code, 1);
    assert.deepEqual(
      left.map(({ what }) => what),
      ["disk"],
    );
    assert.match(left[0]?.arn ?? "", /^arn:aws:ec2:ap-northeast-2:000000000000:volume\/vol-/);
    assert.deepEqual(await claimed(), []);
    assert.deepEqual(
      Object.values(account().resources).map(
        ({ inputs }) => inputs.tags?.CSIVolumeName !== undefined,
      ),
      [true],
    );
  });

  it("says a second time that nothing stands, and ends with 0 when the disk is gone", async () => {
    writeFileSync(accountFile, JSON.stringify({ ...account(), resources: {} }));
    const { code, stdout } = await teardown();
    assert.equal(code, 0);
    assert.match(stdout, /Nothing of stack "dev" stands in this machine's sandbox/);
    assert.match(stdout, /Done: nothing is left over\./);
  });
});
