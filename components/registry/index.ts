import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface RegistryArgs<Name extends string> {
  /** Repositories to make, each below the prefix. @example ["products", "orders"] */
  readonly repositories: readonly Name[];
  /** Comes before each name and a slash: repositories of an account and region share one space of names. @example "twelve-street-dev" */
  readonly prefix: string;
  /** Refuse a second push of a tag, so that a tag means one image for ever. @default true */
  readonly immutableTags?: boolean;
  /** Images kept in each repository; older ones expire. Storage costs $0.10 a GB-month (ECR pricing). @default 30 */
  readonly keepLast?: number;
  /** Delete repositories together with their images. Without it, a repository with images stops `pulumi destroy`. @default false */
  readonly forceDelete?: boolean;
  /** Tags of every repository. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Days an image without a tag is kept: a pull that has begun must be able to end. */
const untaggedDays = 7;

/**
 * Image repositories in ECR: scanned on push, encrypted, and kept from growing for ever.
 *
 * @example
 * const registry = new Registry("shop", { prefix: "shop", repositories: ["web", "api"] });
 * const image = pulumi.interpolate`${registry.urls.web}:v1`;
 */
export class Registry<Name extends string = string> extends pulumi.ComponentResource {
  /** Where to push to and pull from, without a tag. */
  readonly urls: Readonly<Record<Name, pulumi.Output<string>>>;

  constructor(name: string, args: RegistryArgs<Name>, opts?: pulumi.ComponentResourceOptions) {
    super("twelve-street:components:Registry", name, {}, opts);
    this.urls = Object.fromEntries(
      args.repositories.map((repository) => [repository, this.repository(name, repository, args)]),
    ) as Record<Name, pulumi.Output<string>>;
    this.registerOutputs({ urls: this.urls });
  }

  private repository(
    name: string,
    repository: string,
    { prefix, immutableTags = true, keepLast = 30, forceDelete = false, tags }: RegistryArgs<Name>,
  ): pulumi.Output<string> {
    const label = `${name}-${repository}`;
    const made = new aws.ecr.Repository(
      label,
      {
        name: `${prefix}/${repository}`,
        imageTagMutability: immutableTags ? "IMMUTABLE" : "MUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        // The account's own key aws/ecr: no monthly fee.
        encryptionConfigurations: [{ encryptionType: "KMS" }],
        forceDelete,
        tags: { ...tags },
      },
      { parent: this },
    );
    new aws.ecr.LifecyclePolicy(
      label,
      { repository: made.name, policy: JSON.stringify(lifecycle(keepLast)) },
      { parent: this },
    );
    return made.repositoryUrl;
  }
}

const lifecycle = (keepLast: number) => ({
  rules: [
    {
      rulePriority: 1,
      description: `Drop untagged images after ${untaggedDays} days`,
      selection: {
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: untaggedDays,
      },
      action: { type: "expire" },
    },
    {
      rulePriority: 2,
      description: `Keep the last ${keepLast} images`,
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepLast },
      action: { type: "expire" },
    },
  ],
});
