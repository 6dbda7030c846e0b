import type { AccountView, Made, Making, Problem, Props, Refusal, ResourceTable } from "../types";
import { dnsSuffixOf, isUnknown, listOf, quote, valuesAt } from "../values";
import { loadBalancerZones } from "../data/load-balancer-zones";
import { arnIsId, hyphenName, refer, types } from "./shapes";

const api = "Elastic Load Balancing API Reference";
const lbName = (kind: string, operation: string) =>
  hyphenName(kind, 32, `${api}, ${operation}, Name`, {
    pattern: /^(?!-|internal-)[A-Za-z0-9-]*(?<!-)$/,
    words: "letters, digits and hyphens, no hyphen at either end, not starting with internal-",
  });

const kinds: Readonly<Record<string, string>> = {
  application: "app",
  network: "net",
  gateway: "gwy",
};

const kindOf = (making: Making) => making.text("loadBalancerType") || "application";

const subnetsOf = (inputs: Props): readonly unknown[] => [
  ...listOf(inputs.subnets),
  ...valuesAt(inputs, "subnetMappings.subnetId").map(({ value }) => value),
];

/** Host names as AWS's: an ALB's carries a random number, an NLB's its id. */
function hostOf(made: Made): string {
  const { region } = made;
  const suffix = dnsSuffixOf(region);
  const stem = `${made.inputs.internal === true ? "internal-" : ""}${made.text("name")}`;
  return kindOf(made) === "network"
    ? `${made.text("name")}-${made.hex(16, "lb")}.elb.${region}.${suffix}`
    : `${stem}-${Number.parseInt(made.hex(8, "host"), 16)}.${region}.elb.${suffix}`;
}

const afterLast = (arn: string, marker: string) => arn.split(`:${marker}/`).at(-1) ?? "";

function subnetProblems(inputs: Props): Problem[] {
  const { subnets, loadBalancerType: type = "application" } = inputs;
  const count = subnetsOf(inputs).length;
  if (isUnknown(subnets) || type !== "application" || count !== 1) return [];
  return [{ property: "subnets", reason: "1 subnet; an application load balancer has at least 2" }];
}

function zoneRefusal(made: Made): Refusal | undefined {
  const found = subnetsOf(made.inputs).flatMap((id) => made.find(types.subnet, id) ?? []);
  const zones = found.map(({ inputs, outputs }) =>
    String(inputs.availabilityZone ?? outputs.availabilityZone),
  );
  const twice = zones.find((zone, index) => zones.indexOf(zone) !== index);
  const message = `two subnets are in ${twice ?? ""}; a load balancer has one a zone`;
  return twice === undefined ? undefined : { code: "InvalidConfigurationRequest", message };
}

function priorityRefusal(made: Made, account: AccountView): Refusal | undefined {
  const other = account
    .ofType(types.listenerRule, made.region)
    .find(
      ({ id, inputs }) =>
        id !== made.id &&
        inputs.priority !== undefined &&
        inputs.listenerArn === made.inputs.listenerArn &&
        inputs.priority === made.inputs.priority,
    );
  const message = `priority ${quote(made.inputs.priority)} is taken by ${other?.urn ?? ""}`;
  return other && { code: "PriorityInUse", message };
}

/** Load balancers. Which inputs replace: terraform-provider-aws, internal/service/elbv2. */
export const lb: ResourceTable = {
  [types.loadBalancer]: {
    id: (making) =>
      making.arn(
        "elasticloadbalancing",
        `loadbalancer/${kinds[kindOf(making)] ?? "app"}/${making.text("name")}/${making.hex(16, "lb")}`,
      ),
    tagged: true,
    defaults: {
      loadBalancerType: "application",
      internal: false,
      enableDeletionProtection: false,
      idleTimeout: 60,
      ipAddressType: "ipv4",
      enableHttp2: true,
    },
    outputs: (made) => ({
      ...arnIsId(made),
      arnSuffix: afterLast(made.id, "loadbalancer"),
      dnsName: hostOf(made),
      zoneId: loadBalancerZones[made.region]?.[kindOf(made) === "network" ? 1 : 0] ?? "",
      vpcId: made.find(types.subnet, subnetsOf(made.inputs)[0])?.inputs.vpcId ?? "",
    }),
    replace: ["customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix"],
    computed: ["ipAddressType", "internal", "securityGroups", "subnetMappings", "subnets"],
    nameRule: lbName("a load balancer", "CreateLoadBalancer"),
    rules: {
      oneOf: {
        loadBalancerType: ["application", "network", "gateway"],
        ipAddressType: ["ipv4", "dualstack", "dualstack-without-public-ipv4"],
      },
      ranges: { idleTimeout: [1, 4000] },
      conflicts: [["subnets", "subnetMappings"]],
      source: `${api}, CreateLoadBalancer`,
    },
    check: subnetProblems,
    unique: { by: ["name"], code: "DuplicateLoadBalancerName" },
    references: [refer("subnets", types.subnet, "SubnetNotFound")],
    admit: zoneRefusal,
    release: ({ inputs, id }) =>
      inputs.enableDeletionProtection === true
        ? { code: "OperationNotPermitted", message: `${id} has enableDeletionProtection` }
        : undefined,
  },
  [types.targetGroup]: {
    id: (making) =>
      making.arn(
        "elasticloadbalancing",
        `targetgroup/${making.text("name")}/${making.hex(16, "tg")}`,
      ),
    tagged: true,
    defaults: {
      targetType: "instance",
      deregistrationDelay: 300,
      slowStart: 0,
      ipAddressType: "ipv4",
    },
    outputs: (made) => ({
      ...arnIsId(made),
      arnSuffix: `targetgroup/${afterLast(made.id, "targetgroup")}`,
      loadBalancerArns: [],
    }),
    replace: [
      "ipAddressType",
      "name",
      "namePrefix",
      "port",
      "protocol",
      "protocolVersion",
      "targetControlPort",
      "targetType",
      "vpcId",
    ],
    computed: ["healthCheck", "protocolVersion", "stickiness", "ipAddressType"],
    nameRule: lbName("a target group", "CreateTargetGroup"),
    rules: {
      oneOf: {
        targetType: ["instance", "ip", "lambda", "alb"],
        protocol: ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"],
      },
      ranges: { port: [1, 65535] },
      source: `${api}, CreateTargetGroup`,
    },
    unique: { by: ["name"], code: "DuplicateTargetGroupName" },
    references: [refer("vpcId", types.vpc, "InvalidConfigurationRequest")],
    inUse: {
      code: "ResourceInUse",
      by: [
        { type: types.listener, property: "defaultActions.targetGroupArn" },
        { type: types.listenerRule, property: "actions.targetGroupArn" },
      ],
    },
  },
  [types.listener]: {
    id: (making) =>
      `${making.text("loadBalancerArn").replace(":loadbalancer/", ":listener/")}/${making.hex(16, "listener")}`,
    tagged: true,
    outputs: arnIsId,
    replace: ["loadBalancerArn"],
    computed: ["protocol", "sslPolicy"],
    ordered: ["defaultActions"],
    rules: {
      oneOf: { protocol: ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"] },
      ranges: { port: [1, 65535] },
      source: `${api}, CreateListener`,
    },
    check: ({ protocol, certificateArn }) =>
      protocol === "HTTPS" && certificateArn === undefined
        ? [{ property: "certificateArn", reason: "not set; an HTTPS listener needs one" }]
        : [],
    unique: { by: ["loadBalancerArn", "port"], code: "DuplicateListener" },
    references: [refer("loadBalancerArn", types.loadBalancer, "LoadBalancerNotFound")],
  },
  [types.listenerRule]: {
    id: (making) =>
      `${making.text("listenerArn").replace(":listener/", ":listener-rule/")}/${making.hex(16, "rule")}`,
    tagged: true,
    outputs: (made) => ({
      ...arnIsId(made),
      priority: made.inputs.priority ?? (Number.parseInt(made.hex(4, "priority"), 16) % 50_000) + 1,
    }),
    replace: ["listenerArn"],
    computed: ["priority"],
    ordered: ["actions"],
    rules: { ranges: { priority: [1, 50_000] }, source: `${api}, CreateRule` },
    references: [refer("listenerArn", types.listener, "ListenerNotFound")],
    admit: priorityRefusal,
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    id: (making) => `${making.text("targetGroupArn")}-${making.hex(26, "attachment")}`,
    replace: ["availabilityZone", "port", "quicServerId", "targetGroupArn", "targetId"],
  },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    id: (making) => `${making.text("listenerArn")}_${making.text("certificateArn")}`,
    replace: ["certificateArn", "listenerArn"],
  },
};
