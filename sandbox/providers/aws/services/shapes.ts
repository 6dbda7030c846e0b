import type { Made, Making, NameRule, Reference } from "../types";

/** An id such as vpc-0a1b…: a prefix and seventeen hexadecimal digits. */
export const prefixedId =
  (prefix: string) =>
  (making: Making): string =>
    `${prefix}-0${making.hex(16)}`;

/** The id is the value of an input. */
export const idFrom =
  (property: string) =>
  (making: Making): string =>
    making.text(property) || making.name;

/** The id is made of several inputs. */
export const idOf =
  (separator: string, ...properties: string[]) =>
  (making: Making): string =>
    properties.map((property) => making.text(property)).join(separator);

/** The id is the ARN. */
export const arnId =
  (service: string, resource: (making: Making) => string, region?: string) =>
  (making: Making): string =>
    making.arn(service, resource(making), region);

/** The id is the ARN, and shown as such. */
export const arnIsId = ({ id }: Made) => ({ arn: id });

/** A link to another resource by its id, name or ARN. */
export const refer = (property: string, type: string, code: string): Reference => ({
  property,
  type,
  code,
});

/** A name in plain letters, digits and hyphens. */
export const hyphenName = (
  kind: string,
  max: number,
  source: string,
  more: Partial<NameRule> = {},
): NameRule => ({
  property: "name",
  kind,
  max,
  pattern: /^[A-Za-z0-9-]*$/,
  words: "letters, digits and hyphens",
  source,
  auto: true,
  ...more,
});

/** A name that may have lower-case letters only. */
export const lowerName = (kind: string, property: string, max: number, source: string): NameRule =>
  hyphenName(kind, max, source, {
    property,
    pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    words: "lower-case letters, digits and single hyphens, starting with a letter",
    auto: { lower: true },
  });

/** A UUID from stable digits. */
export function uuid(making: Making, purpose = "uuid"): string {
  const digits = making.hex(32, purpose);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}

/** An IAM unique id: a prefix such as AROA and seventeen letters and digits. */
export const iamId = (making: Making, prefix: string): string =>
  prefix + making.hex(17, prefix).toUpperCase();

/** A network interface that another resource brings. */
export const interfaceId = (making: Making, purpose = "eni"): string =>
  `eni-0${making.hex(16, purpose)}`;

/** The day of birth of everything simulated: outputs stay the same in every run. */
export const bornAt = "2026-01-01T00:00:00Z";

/** Types that others refer to. */
export const types = {
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  routeTable: "aws:ec2/routeTable:RouteTable",
  internetGateway: "aws:ec2/internetGateway:InternetGateway",
  natGateway: "aws:ec2/natGateway:NatGateway",
  eip: "aws:ec2/eip:Eip",
  vpcEndpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
  launchTemplate: "aws:ec2/launchTemplate:LaunchTemplate",
  volume: "aws:ebs/volume:Volume",
  role: "aws:iam/role:Role",
  policy: "aws:iam/policy:Policy",
  user: "aws:iam/user:User",
  group: "aws:iam/group:Group",
  instanceProfile: "aws:iam/instanceProfile:InstanceProfile",
  cluster: "aws:eks/cluster:Cluster",
  nodeGroup: "aws:eks/nodeGroup:NodeGroup",
  fargateProfile: "aws:eks/fargateProfile:FargateProfile",
  repository: "aws:ecr/repository:Repository",
  fileSystem: "aws:efs/fileSystem:FileSystem",
  mountTarget: "aws:efs/mountTarget:MountTarget",
  loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  listener: "aws:lb/listener:Listener",
  listenerRule: "aws:lb/listenerRule:ListenerRule",
  zone: "aws:route53/zone:Zone",
  record: "aws:route53/record:Record",
  key: "aws:kms/key:Key",
  secret: "aws:secretsmanager/secret:Secret",
  webAcl: "aws:wafv2/webAcl:WebAcl",
  dbInstance: "aws:rds/instance:Instance",
  dbCluster: "aws:rds/cluster:Cluster",
  dbClusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  dbSubnetGroup: "aws:rds/subnetGroup:SubnetGroup",
  cacheGroup: "aws:elasticache/replicationGroup:ReplicationGroup",
  cacheSubnetGroup: "aws:elasticache/subnetGroup:SubnetGroup",
  cacheUser: "aws:elasticache/user:User",
  cacheUserGroup: "aws:elasticache/userGroup:UserGroup",
  kafka: "aws:msk/cluster:Cluster",
  kafkaConfiguration: "aws:msk/configuration:Configuration",
} as const;
