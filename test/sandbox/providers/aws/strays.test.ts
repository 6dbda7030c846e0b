import assert from "node:assert/strict";

import { strays } from "../../../../sandbox/providers/aws/strays";
import { types } from "../../../../sandbox/providers/aws/services/shapes";
import type { Existing } from "../../../../sandbox/providers/aws/types";
import { removeAccounts, Run } from "./support";

afterEach(removeAccounts);

const cluster: Existing = {
  type: types.cluster,
  id: "shop",
  urn: "",
  region: "ap-northeast-2",
  seed: "",
  inputs: {},
  outputs: {},
};

const host = "k8s-group-0123456789-1.ap-northeast-2.elb.amazonaws.com";
const object = (name: string, spec: object, hostname?: string, annotations = {}) => ({
  metadata: { name, namespace: "user35", uid: name, annotations },
  spec: { ...spec },
  ...(hostname !== undefined && { status: { loadBalancer: { ingress: [{ hostname }] } } }),
});

describe("simulated AWS: what a deleted cluster leaves", () => {
  it("is load balancers and disks that its controllers made, tagged as they tag them", () => {
    const left = strays(cluster, {
      services: [object("web", {}, "a1-2.elb.ap-northeast-2.amazonaws.com"), object("inside", {})],
      ingresses: [
        object("blue", { ingressClassName: "alb" }, host),
        object("green", { ingressClassName: "alb" }, host),
        object("others", { ingressClassName: "nginx" }, host),
      ],
      volumes: [
        object(
          "pvc-1",
          { csi: { volumeHandle: "vol-1" }, claimRef: { namespace: "user35", name: "data" } },
          undefined,
          { "pv.kubernetes.io/provisioned-by": "ebs.csi.aws.com" },
        ),
        object("static", { csi: { volumeHandle: "fs-1" } }),
      ],
    });
    assert.deepEqual(
      left.map(({ type }) => type),
      [types.loadBalancer, types.loadBalancer, types.volume],
      "Ingresses of one group share theirs",
    );
    const [balancer, , disk] = left;
    assert.match(
      balancer?.id ?? "",
      /^arn:aws:elasticloadbalancing:ap-northeast-2:000000000000:loadbalancer\/net\/a1\/[0-9a-f]{16}$/,
    );
    assert.deepEqual(balancer?.inputs.tags, {
      "elbv2.k8s.aws/cluster": "shop",
      "service.k8s.aws/stack": "user35/web",
    });
    assert.equal(
      (disk?.inputs.tags as Record<string, string>)["kubernetes.io/cluster/shop"],
      "owned",
    );
  });
});

describe("simulated AWS: what a deleted resource leaves", () => {
  it("is a log group that is not to be destroyed, and none otherwise", async () => {
    const run = new Run();
    const type = "aws:cloudwatch/logGroup:LogGroup";
    const kept = await run.up(type, "kept", { name: "/kept", skipDestroy: true });
    const gone = await run.up(type, "gone", { name: "/gone" });
    await run.remove(kept);
    await run.remove(gone);
    assert.ok(await run.refresh(kept));
    assert.equal(await run.refresh(gone), undefined);
  });

  it("is a database's last snapshot, with its tags", async () => {
    const run = new Run();
    const database = await run.up(types.dbInstance, "db", {
      identifier: "shop",
      instanceClass: "db.t4g.micro",
      engine: "postgres",
      allocatedStorage: 20,
      username: "shop",
      password: "not-kept-anywhere",
      finalSnapshotIdentifier: "shop-last",
      copyTagsToSnapshot: true,
      tags: { stack: "prod" },
    });
    await run.remove(database);
    const { resources } = JSON.parse(run.text()) as { resources: Record<string, Existing> };
    const [snapshot, ...more] = Object.values(resources);
    assert.deepEqual(more, []);
    assert.equal(
      snapshot?.outputs.arn,
      "arn:aws:rds:ap-northeast-2:000000000000:snapshot:shop-last",
    );
    assert.deepEqual(snapshot.inputs.tags, { stack: "prod" });
  });
});
