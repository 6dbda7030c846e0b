import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";

import {
  AlbController,
  checkAlbController,
  controllerPolicy,
  type AlbControllerArgs,
} from "../../../components/alb-ingress";
import { platformVersions } from "../../../versions";
import { at, run, type Run } from "../../mocks";
import { json } from "../json";

const base: AlbControllerArgs = {
  clusterName: "shop",
  region: "ap-northeast-2",
  vpcId: "vpc-1",
};

const made = (change: Partial<AlbControllerArgs> = {}): Promise<Run> =>
  run(() => {
    new AlbController("alb", { ...base, ...change });
    return {};
  });

const releaseOf = (it: Run) => it.one("kubernetes:helm.sh/v3:Release", "alb");

describe("ALB controller", () => {
  it("installs the pinned chart, told its cluster, region and VPC", async () => {
    const { inputs } = releaseOf(await made());
    assert.equal(inputs.chart, "aws-load-balancer-controller");
    assert.equal(inputs.version, platformVersions.awsLoadBalancerController.version);
    assert.equal(at(inputs, "repositoryOpts", "repo"), "https://aws.github.io/eks-charts");
    assert.equal(inputs.namespace, "kube-system");
    const { clusterName, region, vpcId } = inputs.values as Record<string, unknown>;
    assert.deepEqual([clusterName, region, vpcId], ["shop", "ap-northeast-2", "vpc-1"]);
  });

  it("survives a node: two pods, a disruption budget, spread over zones", async () => {
    const values = releaseOf(await made()).inputs.values;
    assert.equal(at(values, "replicaCount"), 2);
    assert.deepEqual(at(values, "podDisruptionBudget"), { maxUnavailable: 1 });
    assert.equal(
      at(values, "topologySpreadConstraints", 0, "topologyKey"),
      "topology.kubernetes.io/zone",
    );
  });

  it("targets pods, injects readiness gates and leaves other Services alone", async () => {
    const values = releaseOf(await made()).inputs.values;
    assert.equal(at(values, "defaultTargetType"), "ip");
    assert.equal(at(values, "enablePodReadinessGateInject"), true);
    assert.equal(at(values, "enableServiceMutatorWebhook"), false);
    const owning = releaseOf(await made({ ownsServices: true })).inputs.values;
    assert.equal(at(owning, "enableServiceMutatorWebhook"), true);
  });

  it("sets its class, and what no Ingress of the class can change", async () => {
    const values = releaseOf(
      await made({
        ingressClassName: "labs",
        isDefaultClass: true,
        enforced: {
          scheme: "internal",
          group: "labs",
          namespaceLabels: { team: "classroom" },
          allowedCidrs: ["203.0.113.0/24"],
        },
      }),
    ).inputs.values;
    assert.equal(at(values, "ingressClass"), "labs");
    assert.equal(at(values, "createIngressClassResource"), true);
    assert.deepEqual(at(values, "ingressClassConfig"), { default: true });
    assert.deepEqual(at(values, "ingressClassParams"), {
      create: true,
      name: "labs",
      spec: {
        scheme: "internal",
        group: { name: "labs" },
        namespaceSelector: { matchLabels: { team: "classroom" } },
        inboundCIDRs: ["203.0.113.0/24"],
      },
    });
  });

  it("gets its role by Pod Identity before its pods start", async () => {
    const it = await made();
    const association = it.one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "alb");
    assert.equal(association.inputs.serviceAccount, "aws-load-balancer-controller");
    assert.equal(association.inputs.namespace, "kube-system");
    const trust = json(it.one("aws:iam/role:Role", "alb").inputs.assumeRolePolicy);
    assert.deepEqual(at(trust, "Statement", 0, "Principal"), {
      Service: "pods.eks.amazonaws.com",
    });
    const policy = it.one("aws:iam/rolePolicy:RolePolicy", "alb");
    const release = releaseOf(it);
    assert(release.dependencies.includes(association.urn));
    assert(release.dependencies.includes(policy.urn));
  });

  it("gets it when there is a cluster, and gives it up while there is one", async () => {
    const it = await run(() => {
      const nodes = new k8s.core.v1.ConfigMap("nodes", {});
      new AlbController("alb", { ...base, runsAfter: [nodes] });
      return {};
    });
    const nodes = it.one("kubernetes:core/v1:ConfigMap", "nodes").urn;
    const association = it.one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "alb");
    assert(association.dependencies.includes(nodes));
    assert(releaseOf(it).dependencies.includes(nodes));
  });

  it("gets it by the OIDC provider on Fargate, for its service account alone", async () => {
    const it = await made({
      compute: "fargate",
      identity: {
        oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.example.com/id/A",
        oidcIssuerUrl: "https://oidc.example.com/id/A",
      },
    });
    const role = it.one("aws:iam/role:Role", "alb");
    assert.deepEqual(at(json(role.inputs.assumeRolePolicy), "Statement", 0, "Condition"), {
      StringEquals: {
        "oidc.example.com/id/A:aud": "sts.amazonaws.com",
        "oidc.example.com/id/A:sub":
          "system:serviceaccount:kube-system:aws-load-balancer-controller",
      },
    });
    assert.deepEqual(it.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation"), []);
    const annotation = at(
      releaseOf(it).inputs.values,
      "serviceAccount",
      "annotations",
      "eks.amazonaws.com/role-arn",
    );
    assert.match(String(annotation), /^arn:aws:iam::/);
  });

  it("serves Gateways when asked to, after their CRDs", async () => {
    const plain = await made();
    assert.equal(
      at(releaseOf(plain).inputs.values, "controllerConfig", "featureGates", "ALBGatewayAPI"),
      false,
    );
    assert.deepEqual(plain.ofType("kubernetes:gateway.networking.k8s.io/v1:GatewayClass"), []);

    const it = await run(() => {
      const crds = new k8s.core.v1.ConfigMap("crds", {});
      new AlbController("alb", { ...base, gatewayApi: { crds: [crds] } });
      return {};
    });
    const release = releaseOf(it);
    assert(release.dependencies.includes(it.one("kubernetes:core/v1:ConfigMap", "crds").urn));
    assert.equal(
      at(release.inputs.values, "controllerConfig", "featureGates", "ALBGatewayAPI"),
      true,
    );
    const [gatewayClass] = it.ofType("kubernetes:gateway.networking.k8s.io/v1:GatewayClass");
    assert.deepEqual(gatewayClass?.inputs.spec, { controllerName: "gateway.k8s.aws/alb" });
    assert(gatewayClass.dependencies.includes(release.urn));
  });

  it("refuses Pod Identity on Fargate, and no pods", () => {
    assert.throws(
      () => checkAlbController({ ...base, compute: "fargate" }),
      /identity is "podIdentity": give the cluster's OIDC provider/,
    );
    assert.throws(() => checkAlbController({ ...base, replicas: 0 }), /replicas is 0: give 1/);
  });
});

describe("the ALB controller's policy", () => {
  const statements = controllerPolicy.Statement;
  const actionsOf = (action: string | readonly string[]): readonly string[] => [action].flat();

  it("fits a role's inline policy", () => {
    // Source: IAM quotas, inline policies of a role: 10,240 characters without white space.
    assert(JSON.stringify(controllerPolicy).length < 10_240);
  });

  it("deletes nothing but what carries the controller's tag", () => {
    const unguarded = statements.filter(
      ({ Action, Condition }) =>
        actionsOf(Action).some((action) =>
          /:Delete(LoadBalancer|TargetGroup|SecurityGroup)$/.test(action),
        ) && at(Condition, "Null", "aws:ResourceTag/elbv2.k8s.aws/cluster") !== "false",
    );
    assert.deepEqual(unguarded, []);
  });

  it("names each action once for a purpose, and every Sid once", () => {
    const sids = statements.map(({ Sid }) => Sid);
    assert.equal(new Set(sids).size, sids.length);
    for (const { Action } of statements) {
      const actions = actionsOf(Action);
      assert.equal(new Set(actions).size, actions.length);
    }
  });

  it("allows what releases since 2.10 have added", () => {
    const allowed = new Set(statements.flatMap(({ Action }) => actionsOf(Action)));
    for (const action of [
      "ec2:GetSecurityGroupsForVpc",
      "ec2:DescribeIpamPools",
      "ec2:DescribeRouteTables",
      "elasticloadbalancing:DescribeListenerAttributes",
      "elasticloadbalancing:ModifyListenerAttributes",
      "elasticloadbalancing:DescribeCapacityReservation",
      "elasticloadbalancing:ModifyCapacityReservation",
      "elasticloadbalancing:ModifyIpPools",
      "elasticloadbalancing:SetRulePriorities",
    ]) {
      assert(allowed.has(action), action);
    }
  });
});
