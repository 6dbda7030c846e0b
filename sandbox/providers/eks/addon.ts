import { Addon } from "@pulumi/aws/eks/addon";
import type { AddonArgs } from "@pulumi/eks/addon";
import { ComponentResource, output, type ComponentResourceOptions } from "@pulumi/pulumi";
import { configurationText } from "./addons";
import { refuse, unsupported, used, type ArgumentTable } from "./arguments";
import { clusterOf } from "./cluster-of";
import { mergedTags } from "./tags";

const addonArguments: ArgumentTable<AddonArgs> = {
  addonName: used,
  addonVersion: used,
  cluster: used,
  configurationValues: used,
  preserve: used,
  resolveConflictsOnCreate: used,
  resolveConflictsOnUpdate: used,
  serviceAccountRoleArn: used,
  tags: used,
};

/** `eks:index:Addon`: one managed add-on. */
export class SimulatedAddon extends ComponentResource {
  readonly addon: Addon;

  constructor(name: string, args: AddonArgs, options: ComponentResourceOptions) {
    refuse("eks.Addon", unsupported<AddonArgs>({ ...args }, addonArguments));
    super("eks:index:Addon", name, {}, options);
    this.addon = new Addon(
      name,
      {
        clusterName: clusterOf(args.cluster).name,
        addonName: args.addonName,
        addonVersion: args.addonVersion,
        preserve: args.preserve,
        resolveConflictsOnCreate: args.resolveConflictsOnCreate,
        resolveConflictsOnUpdate: args.resolveConflictsOnUpdate,
        serviceAccountRoleArn: args.serviceAccountRoleArn,
        configurationValues: configurationText(output(args.configurationValues)),
        ...(args.tags !== undefined && { tags: mergedTags(args.tags) }),
      },
      { parent: this },
    );
    this.registerOutputs({ addon: this.addon });
  }
}
