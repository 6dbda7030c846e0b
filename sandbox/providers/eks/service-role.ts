import { createHash } from "node:crypto";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import {
  all,
  ComponentResource,
  interpolate,
  output,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";

export interface ServiceRoleArgs {
  /** Like `eks.amazonaws.com`. */
  readonly service: Input<string>;
  readonly description?: string;
  /** Names of policies that AWS manages. */
  readonly policies: readonly string[];
  /** Default: `sts:AssumeRole` alone. */
  readonly actions?: readonly string[];
  readonly partition: Input<string>;
  readonly tags: Input<Record<string, Input<string>>> | undefined;
}

/** An IAM role for an AWS service, with its managed policies, as the official component lays it out. */
export class ServiceRole extends ComponentResource {
  /** The role as soon as it is there. */
  readonly direct: Role;
  /** The role once its policies are attached. */
  readonly resolved: Output<Role>;

  constructor(name: string, args: ServiceRoleArgs, options: ComponentResourceOptions) {
    super("eks:index:ServiceRole", name, {}, options);
    this.direct = new Role(
      `${name}-role`,
      {
        ...(args.description !== undefined && { description: args.description }),
        assumeRolePolicy: output(args.service).apply((service) => trust(service, args.actions)),
        ...(args.tags && { tags: args.tags }),
      },
      { parent: this },
    );
    const attachments = args.policies.map(
      (policy) =>
        new RolePolicyAttachment(
          `${name}-${shortHash(`arn:aws:iam::aws:policy/${policy}`)}`,
          {
            policyArn: interpolate`arn:${args.partition}:iam::aws:policy/${policy}`,
            role: this.direct,
          },
          { parent: this },
        ),
    );
    this.resolved = all([this.direct.arn, ...attachments.map(({ id }) => id)]).apply(
      () => this.direct,
    );
    this.registerOutputs({ directRole: this.direct, resolvedRole: this.resolved });
  }
}

const trust = (service: string, actions: readonly string[] = ["sts:AssumeRole"]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Action: actions, Effect: "Allow", Principal: { Service: [service] } }],
  });

/** The official component names its attachments so. */
const shortHash = (text: string) => createHash("sha1").update(text).digest("hex").slice(0, 8);
