import type { Planned } from "./graph";
import { hasLoadBalancer, inKubernetes, istioCrds, ofType, type Kind } from "./kinds";

/** How long a kind of resource takes, from the request until the engine takes it for made. */
export interface CreationTime {
  readonly what: string;
  readonly seconds: number;
  /** "log": somebody's published run; "docs": a vendor's words; "bound": nothing is published, so a round figure, and why. */
  readonly kind: "log" | "docs" | "bound";
  readonly source: string;
  /** The day it was checked, ISO 8601. */
  readonly checked: string;
}

interface Row extends CreationTime {
  readonly of: Kind;
}

const checked = "2026-11-21";

const seoul =
  "github.com/DevopsArtFactory/terraform-provisioning pull request 46 (2024, ap-northeast-2)";
const steampipe = (pull: number) => `github.com/turbot/steampipe-plugin-aws pull request ${pull}`;

/** The first row that fits holds. */
const rows: readonly Row[] = [
  {
    what: "EKS control plane",
    of: ofType("aws:eks/cluster:Cluster"),
    seconds: 513,
    kind: "log",
    source: `${seoul}: 8m33s; elsewhere 9m43s (terraform-aws-modules/terraform-aws-eks issue 2203) and 10m6s (its pull request 3218)`,
    checked,
  },
  {
    what: "managed node group",
    of: ofType("aws:eks/nodeGroup:NodeGroup"),
    seconds: 119,
    kind: "log",
    source: `${seoul}: 1m48s and 1m59s`,
    checked,
  },
  {
    what: "Fargate profile",
    of: ofType("aws:eks/fargateProfile:FargateProfile"),
    seconds: 325,
    kind: "log",
    source:
      "github.com/aws/containers-roadmap issue 2392 (2024): always between 5m05s and 5m45s; one comment of 2025 has 26 s",
    checked,
  },
  {
    what: "EKS add-on",
    of: ofType("aws:eks/addon:Addon"),
    seconds: 20,
    kind: "log",
    source:
      "github.com/terraform-aws-modules/terraform-aws-eks pull request 3214 (2024): each under 20 seconds, where there are nodes for its pods",
    checked,
  },
  {
    what: "Kafka (MSK)",
    of: ofType("aws:msk/cluster:Cluster"),
    seconds: 1800,
    kind: "log",
    source:
      "github.com/mattclay/aws-terminator pull request 143 (2021): at least 30 minutes; 11m15s in awslabs/benchmark-ai pull request 527, close to 60 in hashicorp/terraform-provider-aws issue 17726",
    checked,
  },
  {
    what: "database (RDS)",
    of: ofType("aws:rds/instance:Instance"),
    seconds: 600,
    kind: "docs",
    source:
      "oneuptime.com, “How to Handle Resources That Take Long to Create in Terraform” (2026): 10 to 20 minutes; the small instances here are at the lower end",
    checked,
  },
  {
    what: "cache (ElastiCache)",
    of: ofType("aws:elasticache/replicationGroup:ReplicationGroup"),
    seconds: 600,
    kind: "bound",
    source:
      "a single node, made and destroyed, took 395 s in hashicorp/terraform pull request 8275; encrypted groups with users take longer, and no log says how much",
    checked,
  },
  {
    what: "NAT gateway",
    of: ofType("aws:ec2/natGateway:NatGateway"),
    seconds: 180,
    kind: "bound",
    source: `more than 30 s in ${steampipe(540)}, whose log as stored ends there; Terraform gives up after 10 minutes`,
    checked,
  },
  {
    what: "interface endpoint",
    of: (it) =>
      ofType("aws:ec2/vpcEndpoint:VpcEndpoint")(it) && it.inputs.vpcEndpointType === "Interface",
    seconds: 180,
    kind: "bound",
    source:
      "hashicorp/terraform-provider-aws issue 44824: an acceptance test that makes and changes one over three zones ran 227 s",
    checked,
  },
  {
    what: "EFS mount target",
    of: ofType("aws:efs/mountTarget:MountTarget"),
    seconds: 90,
    kind: "bound",
    source: `more than 60 s in ${steampipe(426)}, whose log as stored ends there`,
    checked,
  },
  {
    what: "EFS file system",
    of: ofType("aws:efs/fileSystem:FileSystem"),
    seconds: 12,
    kind: "log",
    source: steampipe(426),
    checked,
  },
  {
    what: "VPC",
    of: ofType("aws:ec2/vpc:Vpc"),
    seconds: 12,
    kind: "log",
    source: `${steampipe(540)}: 12 s; 11 s and 20 s in 233 and 184`,
    checked,
  },
  {
    what: "public subnet that gives out addresses",
    of: (it) => ofType("aws:ec2/subnet:Subnet")(it) && it.inputs.mapPublicIpOnLaunch === true,
    seconds: 14,
    kind: "log",
    source: "github.com/redhat-developer/mapt pull request 766: 13 to 15 s",
    checked,
  },
  {
    what: "subnet",
    of: ofType("aws:ec2/subnet:Subnet"),
    seconds: 4,
    kind: "log",
    source: steampipe(540),
    checked,
  },
  {
    what: "internet gateway or route table",
    of: ofType("aws:ec2/internetGateway:InternetGateway", "aws:ec2/routeTable:RouteTable"),
    seconds: 6,
    kind: "log",
    source: `${steampipe(540)}; github.com/redhat-developer/mapt pull request 766`,
    checked,
  },
  {
    what: "IAM role",
    of: ofType("aws:iam/role:Role"),
    seconds: 4,
    kind: "log",
    source: steampipe(233),
    checked,
  },
  {
    what: "KMS key",
    of: ofType("aws:kms/key:Key"),
    seconds: 15,
    kind: "bound",
    source: "the key is made at once, and its rotation read back until all of KMS knows of it",
    checked,
  },
  {
    what: "image, built and pushed",
    of: ofType("docker-build:index:Image"),
    seconds: 300,
    kind: "bound",
    source: "Maven fetches a service's dependencies anew; how fast is the builder's affair",
    checked,
  },
  {
    what: "other resource of AWS",
    of: ({ type, component }) => type.startsWith("aws:") && !component,
    seconds: 3,
    kind: "log",
    source: `rules, policies, log groups, routes, entries: 1 to 4 s in ${steampipe(233)} and pulumi/pulumi-eks issue 1819`,
    checked,
  },
  {
    what: "chart of CRDs alone",
    of: istioCrds,
    seconds: 10,
    kind: "bound",
    source: "objects without pods",
    checked,
  },
  {
    what: "chart with pods",
    of: ofType("kubernetes:helm.sh/v3:Release"),
    seconds: 60,
    kind: "bound",
    source: "images of 50 to 300 MB on a fresh node, then a readiness probe or two",
    checked,
  },
  {
    what: "pods of a StatefulSet",
    of: ofType("kubernetes:apps/v1:StatefulSet"),
    seconds: 60,
    kind: "bound",
    source: "a volume to make and attach, an image, a readiness probe",
    checked,
  },
  {
    what: "pods of the shop",
    of: (it) => ofType("kubernetes:apps/v1:Deployment")(it) && it.part.includes(":TwelveStreet::"),
    seconds: 90,
    kind: "bound",
    source: "an image of 300 MB and a JVM's start on half a core; it has ten minutes",
    checked,
  },
  {
    what: "pods of a Deployment",
    of: ofType("kubernetes:apps/v1:Deployment"),
    seconds: 45,
    kind: "bound",
    source: "an image of 50 MB and a readiness probe or two",
    checked,
  },
  {
    what: "address of a load balancer",
    of: (it) => ofType("kubernetes:networking.k8s.io/v1:Ingress")(it) || hasLoadBalancer(it),
    seconds: 15,
    kind: "bound",
    source:
      "the name is told soon (kubernetes/kubernetes issue 44695), and that is what the engine waits for; traffic flows 4 to 5 minutes later (kubernetes-sigs/aws-load-balancer-controller issue 1786)",
    checked,
  },
  {
    what: "other object of Kubernetes",
    of: inKubernetes,
    seconds: 1,
    kind: "bound",
    source: "one write to the API server",
    checked,
  },
];

const nothing: CreationTime = {
  what: "component or provider",
  seconds: 0,
  kind: "docs",
  source: "a name in the engine's state",
  checked,
};

export const timeOf = (resource: Planned): CreationTime =>
  rows.find(({ of }) => of(resource)) ?? nothing;

/** The whole table, for print. */
export const creationTimes: readonly CreationTime[] = rows;
