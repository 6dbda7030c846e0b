import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PolicyDocument } from "../pod-identity";
import { checkRegistry, type RegistryArgs } from "./args";
import { lifecycle, repositoryPolicy } from "./policy";

export type { RegistryArgs, StudentRepositories } from "./args";

/** What a person types to bring an image into a repository. */
export interface Commands<Name extends string> {
  /** Once in twelve hours. */
  readonly login: pulumi.Output<string>;
  /** For an image that is called like the repository here; TAG stands for its tag. */
  readonly push: Readonly<Record<Name, pulumi.Output<string>>>;
}

/** The repositories of one student. */
export interface StudentRegistry {
  readonly urls: Readonly<Record<string, pulumi.Output<string>>>;
  readonly push: Readonly<Record<string, pulumi.Output<string>>>;
}

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
  readonly commands: Commands<Name>;
  readonly students: Readonly<Record<string, StudentRegistry>>;
  /**
   * IAM policy by which anyone gets a password for `docker login`; what they may pull and push the
   * repositories say. It is attached to nobody here: attach it to each pusher's and student's role or
   * user (`new aws.iam.UserPolicyAttachment("user35", { user: "user35", policyArn })`), or give them
   * that right otherwise. Undefined where neither pushers nor students are named.
   */
  readonly loginPolicyArn: pulumi.Output<string> | undefined;

  constructor(name: string, args: RegistryArgs<Name>, opts?: pulumi.ComponentResourceOptions) {
    checkRegistry(args);
    super("twelve-street:components:Registry", name, {}, opts);
    const { prefix, pullers = [], pushers = [], keepLast = 30, students } = args;
    const { immutableTags = true, replaceableTags, forceDelete = false, tags = {} } = args;
    const mutability = mutabilityOf(immutableTags, replaceableTags);
    const own = { pullers, keepLast, mutability, forceDelete, tags, opts: { parent: this } };

    this.urls = byName(args.repositories, (repository) =>
      makeRepository(`${name}-${repository}`, `${prefix}/${repository}`, { ...own, pushers }),
    );
    const theirs = {
      ...own,
      keepLast: students?.keepLast ?? 5,
      // Students push the same tag again and again, and their images go with the course.
      mutability: mutabilityOf(false),
      forceDelete: true,
    };
    this.students = Object.fromEntries(
      Object.entries(students?.principals ?? {}).map(([student, principal]) => {
        const urls = byName(students?.repositories ?? args.repositories, (repository) =>
          makeRepository(`${name}-${student}-${repository}`, `${student}/${repository}`, {
            ...theirs,
            pushers: [principal],
          }),
        );
        return [student, { urls, push: pushCommands(urls) }];
      }),
    );
    this.commands = { login: this.loginCommand(), push: pushCommands(this.urls) };
    this.loginPolicyArn =
      pushers.length + Object.keys(this.students).length > 0
        ? this.loginPolicy(name, tags)
        : undefined;
    this.registerOutputs({
      urls: this.urls,
      commands: this.commands,
      students: this.students,
      loginPolicyArn: this.loginPolicyArn,
    });
  }

  private loginCommand(): pulumi.Output<string> {
    const { region } = aws.getRegionOutput({}, { parent: this });
    const { accountId } = aws.getCallerIdentityOutput({}, { parent: this });
    return pulumi.interpolate`aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${accountId}.dkr.ecr.${region}.amazonaws.com`;
  }

  private loginPolicy(name: string, tags: Readonly<Record<string, string>>): pulumi.Output<string> {
    const document: PolicyDocument = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" }],
    };
    return new aws.iam.Policy(
      `${name}-login`,
      {
        description: "A password for docker login to ECR",
        policy: JSON.stringify(document),
        tags: { ...tags },
      },
      { parent: this },
    ).arn;
  }
}

type Mutability = Pick<
  aws.ecr.RepositoryArgs,
  "imageTagMutability" | "imageTagMutabilityExclusionFilters"
>;

function mutabilityOf(immutable: boolean, replaceable: readonly string[] = []): Mutability {
  if (!immutable) return { imageTagMutability: "MUTABLE" };
  if (replaceable.length === 0) return { imageTagMutability: "IMMUTABLE" };
  return {
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilters: replaceable.map((filter) => ({
      filter,
      filterType: "WILDCARD",
    })),
  };
}

interface RepositorySettings {
  readonly mutability: Mutability;
  readonly keepLast: number;
  readonly forceDelete: boolean;
  readonly pullers: readonly pulumi.Input<string>[];
  readonly pushers: readonly pulumi.Input<string>[];
  readonly tags: Readonly<Record<string, string>>;
  readonly opts: { readonly parent: pulumi.Resource };
}

/** A repository with its policies; its URL. */
function makeRepository(
  label: string,
  name: string,
  { mutability, keepLast, forceDelete, pullers, pushers, tags, opts }: RepositorySettings,
): pulumi.Output<string> {
  const made = new aws.ecr.Repository(
    label,
    {
      name,
      ...mutability,
      imageScanningConfiguration: { scanOnPush: true },
      // The account's own key aws/ecr: no monthly fee.
      encryptionConfigurations: [{ encryptionType: "KMS" }],
      forceDelete,
      tags: { ...tags },
    },
    opts,
  );
  new aws.ecr.LifecyclePolicy(
    label,
    { repository: made.name, policy: JSON.stringify(lifecycle(keepLast)) },
    opts,
  );
  if (pullers.length + pushers.length > 0) {
    const policy = pulumi
      .all([pulumi.all([...pullers]), pulumi.all([...pushers])])
      .apply(([who, writers]) =>
        JSON.stringify(repositoryPolicy({ pullers: who, pushers: writers })),
      );
    new aws.ecr.RepositoryPolicy(label, { repository: made.name, policy }, opts);
  }
  return made.repositoryUrl;
}

const byName = <Name extends string, T>(
  names: readonly Name[],
  make: (name: Name) => T,
): Record<Name, T> =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>;

const pushCommands = <Name extends string>(
  urls: Readonly<Record<Name, pulumi.Output<string>>>,
): Record<Name, pulumi.Output<string>> =>
  byName(
    Object.keys(urls) as Name[],
    (name) =>
      pulumi.interpolate`docker tag ${name}:TAG ${urls[name]}:TAG && docker push ${urls[name]}:TAG`,
  );
