import { Addon } from "@pulumi/aws/eks/addon";
import type { VpcCniAddonArgs } from "@pulumi/eks/vpcCniAddon";
import {
  all,
  ComponentResource,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { addonVersion, configurationText } from "./addons";
import { refuse, unsupported, used, type ArgumentTable } from "./arguments";
import { mergedTags } from "./tags";

type Setting = Extract<keyof VpcCniAddonArgs, string>;

/** Settings of the plugin that are environment variables of its container, with the official component's defaults. */
const environment: readonly { setting: Setting; variable: string; default?: string }[] = [
  { setting: "nodePortSupport", variable: "AWS_VPC_CNI_NODE_PORT_SUPPORT" },
  { setting: "warmEniTarget", variable: "WARM_ENI_TARGET", default: "1" },
  { setting: "warmIpTarget", variable: "WARM_IP_TARGET" },
  { setting: "warmPrefixTarget", variable: "WARM_PREFIX_TARGET" },
  { setting: "enablePrefixDelegation", variable: "ENABLE_PREFIX_DELEGATION" },
  { setting: "logLevel", variable: "AWS_VPC_K8S_CNI_LOGLEVEL", default: "DEBUG" },
  {
    setting: "logFile",
    variable: "AWS_VPC_K8S_CNI_LOG_FILE",
    default: "/host/var/log/aws-routed-eni/ipamd.log",
  },
  { setting: "vethPrefix", variable: "AWS_VPC_K8S_CNI_VETHPREFIX", default: "eni" },
  { setting: "eniMtu", variable: "AWS_VPC_ENI_MTU", default: "9001" },
  { setting: "eniConfigLabelDef", variable: "ENI_CONFIG_LABEL_DEF" },
  { setting: "enablePodEni", variable: "ENABLE_POD_ENI", default: "false" },
  { setting: "cniConfigureRpfilter", variable: "AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER" },
  {
    setting: "customNetworkConfig",
    variable: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
    default: "false",
  },
  { setting: "cniCustomNetworkCfg", variable: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG" },
  { setting: "externalSnat", variable: "AWS_VPC_K8S_CNI_EXTERNALSNAT", default: "false" },
  { setting: "cniExternalSnat", variable: "AWS_VPC_K8S_CNI_EXTERNALSNAT" },
];

/** Variables that no argument sets. */
const fixedEnvironment = {
  AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "DEBUG",
  AWS_VPC_K8S_PLUGIN_LOG_FILE: "/var/log/aws-routed-eni/plugin.log",
};

const vpcCniArguments: ArgumentTable<VpcCniAddonArgs> = {
  addonVersion: used,
  clusterName: used,
  clusterVersion: used,
  cniConfigureRpfilter: used,
  cniCustomNetworkCfg: used,
  cniExternalSnat: used,
  configurationValues: used,
  customNetworkConfig: used,
  disableTcpEarlyDemux: used,
  enableNetworkPolicy: used,
  enablePodEni: used,
  enablePrefixDelegation: used,
  eniConfigLabelDef: used,
  eniMtu: used,
  externalSnat: used,
  logFile: used,
  logLevel: used,
  nodePortSupport: used,
  resolveConflictsOnCreate: used,
  resolveConflictsOnUpdate: used,
  securityContextPrivileged:
    "it patches the DaemonSet aws-node, and simulated nodes run no such daemon",
  serviceAccountRoleArn: used,
  tags: used,
  vethPrefix: used,
  warmEniTarget: used,
  warmIpTarget: used,
  warmPrefixTarget: used,
};

/** The add-on `vpc-cni` with its settings as the official component writes them. */
export class VpcCni extends ComponentResource {
  readonly addon: Addon;

  constructor(name: string, args: VpcCniAddonArgs, options: ComponentResourceOptions) {
    const versioned = args.addonVersion ?? args.clusterVersion;
    refuse("eks.VpcCniAddon", [
      ...unsupported<VpcCniAddonArgs>({ ...args }, vpcCniArguments),
      ...(versioned === undefined
        ? [{ propertyPath: "addonVersion", reason: "set it, or clusterVersion to choose by" }]
        : []),
      ...(args.cniExternalSnat && args.externalSnat
        ? [
            {
              propertyPath: "cniExternalSnat",
              reason: "set either cniExternalSnat or externalSnat",
            },
          ]
        : []),
    ]);
    super("eks:index:VpcCniAddon", name, {}, options);
    this.addon = new Addon(
      name,
      {
        clusterName: args.clusterName,
        addonName: "vpc-cni",
        addonVersion: addonVersion("vpc-cni", args.addonVersion, args.clusterVersion ?? "", this),
        preserve: true,
        resolveConflictsOnCreate: args.resolveConflictsOnCreate ?? "OVERWRITE",
        resolveConflictsOnUpdate: args.resolveConflictsOnUpdate ?? "OVERWRITE",
        configurationValues: configurationText(configuration(args)),
        ...(args.serviceAccountRoleArn !== undefined && {
          serviceAccountRoleArn: args.serviceAccountRoleArn,
        }),
        ...(args.tags !== undefined && { tags: mergedTags(args.tags) }),
      },
      { parent: this },
    );
    this.registerOutputs({ addon: this.addon });
  }
}

type Values = Record<string, unknown>;

/** The user's own values win over the settings. */
function configuration(args: VpcCniAddonArgs): Output<Values> {
  const settings = environment.map(({ setting }) => args[setting] as Input<unknown>);
  return all([
    all(settings),
    output(args.disableTcpEarlyDemux),
    output(args.enableNetworkPolicy),
    output(args.configurationValues as Input<Values> | undefined),
  ]).apply(([values, disableTcpEarlyDemux, enableNetworkPolicy, given = {}]): Values => {
    const init = asMap(given.init);
    return {
      ...(enableNetworkPolicy !== undefined && {
        enableNetworkPolicy: String(enableNetworkPolicy),
      }),
      ...given,
      env: { ...variables(values), ...asMap(given.env) },
      init: {
        ...init,
        env: { DISABLE_TCP_EARLY_DEMUX: String(disableTcpEarlyDemux ?? false), ...asMap(init.env) },
      },
    };
  });
}

function variables(values: readonly unknown[]): Record<string, string> {
  const env: Record<string, string> = { ...fixedEnvironment };
  environment.forEach(({ variable, default: byDefault }, index) => {
    const value = values[index];
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      env[variable] = String(value);
    else if (byDefault !== undefined) env[variable] = byDefault;
  });
  return env;
}

const asMap = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};
