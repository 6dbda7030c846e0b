import type * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";

export interface RegistryArgs<Name extends string> {
  /** Repositories to make, each below the prefix; a name that ECR refuses throws an ArgumentError. @example ["products", "cm-sandbox"] */
  readonly repositories: readonly Name[];
  /**
   * Comes before each name and a slash: repositories of an account and region share one space of
   * names. A name that ECR refuses throws an ArgumentError. @example "twelve-street-dev"
   */
  readonly prefix: string;
  /** Refuse a second push of a tag, so that a tag means one image for ever; those of students stay free. @default true */
  readonly immutableTags?: boolean;
  /**
   * Tags that may be pushed again although tags are immutable, as up to five patterns with `*`: for
   * builds whose tags name their source, a push that was cut off can then be done again. More of
   * them, or another form, throw an ArgumentError. @default none @example ["commit-*"]
   */
  readonly replaceableTags?: readonly string[];
  /**
   * Images kept in each repository; older ones expire, in use or not. Storage costs $0.10 a
   * GB-month (ECR pricing). Less than 1 throws an ArgumentError. @default 30
   */
  readonly keepLast?: number;
  /** Delete repositories together with their images. Without it, a repository with images stops `pulumi destroy`. @default false */
  readonly forceDelete?: boolean;
  /**
   * ARNs of the roles that pull: nodes and Fargate. In the cluster's own account their IAM policies
   * are enough; in another one this is what lets them. @default none @example [nodeRole.arn]
   */
  readonly pullers?: readonly pulumi.Input<string>[];
  /**
   * ARNs of the IAM roles and users that may push, CI's for example; everybody else is refused, an
   * administrator too, and whoever builds images with this program. ECR refuses a principal that is
   * not there. @default whoever IAM lets @example ["arn:aws:iam::123456789012:role/deploy"]
   */
  readonly pushers?: readonly pulumi.Input<string>[];
  /** Students with repositories of their own, as `user35/products`; only the student may push there. @default none */
  readonly students?: StudentRepositories;
  /** Tags of every repository. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface StudentRepositories {
  /**
   * ARN of each student's IAM role or user, by the prefix of their repositories. A prefix that is
   * the stack's own throws an ArgumentError, a principal that is not there is refused by ECR.
   * @example { user35: "arn:aws:iam::123456789012:user/user35" }
   */
  readonly principals: Readonly<Record<string, pulumi.Input<string>>>;
  /** What each student has; three resources each. @default the registry's own repositories @example ["products", "my-ecr"] */
  readonly repositories?: readonly string[];
  /** Images kept in each. Less than 1 throws an ArgumentError. @default 5 */
  readonly keepLast?: number;
}

/** Source: Amazon ECR API Reference, CreateRepository, repositoryName; checked 2026-11-21. */
const namePattern = /^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/;
const longestName = 256;

/** Whether ECR takes it as a repository's name, and as what comes before one. */
export const isRepositoryName = (name: string): boolean =>
  namePattern.test(name) && name.length >= 2 && name.length <= longestName;

function checkName(argument: string, name: string): void {
  if (isRepositoryName(name)) return;
  const fix = "give lower-case letters and digits, with single . _ - or / between them";
  throw new ArgumentError(argument, name, fix);
}

/** Source: Amazon ECR API Reference, ImageTagMutabilityExclusionFilter; checked 2026-11-21. */
const mostFilters = 5;
const filterPattern = /^[\w.-]*(\*[\w.-]*){0,2}$/;

/** Refuses names that ECR would refuse, or that two repositories would have. @throws ArgumentError */
export function checkRepositories(argument: string, names: readonly string[]): void {
  names.forEach((name, index) => {
    checkName(`${argument}[${index}]`, name);
    if (names.indexOf(name) < index)
      throw new ArgumentError(`${argument}[${index}]`, name, "name each repository once");
  });
}

function checkReplaceableTags(patterns: readonly string[]): void {
  patterns.forEach((pattern, index) => {
    if (pattern !== "" && pattern.length <= 128 && filterPattern.test(pattern)) return;
    const fix = "give letters, digits, _ . - and at most two *, 128 together";
    throw new ArgumentError(`replaceableTags[${index}]`, pattern, fix);
  });
  if (patterns.length > mostFilters)
    throw new ArgumentError("replaceableTags", patterns, `give at most ${mostFilters} patterns`);
}

export function checkKeepLast(argument: string, keepLast: number | undefined): void {
  if (keepLast !== undefined && (!Number.isInteger(keepLast) || keepLast < 1))
    throw new ArgumentError(argument, keepLast, "give a whole number from 1 on");
}

/** Refuses what ECR would refuse, before anything is created. @throws ArgumentError */
export function checkRegistry(args: RegistryArgs<string>): void {
  checkName("prefix", args.prefix);
  checkRepositories("repositories", args.repositories);
  checkKeepLast("keepLast", args.keepLast);
  checkReplaceableTags(args.replaceableTags ?? []);
  const { students } = args;
  if (!students) return;
  for (const student of Object.keys(students.principals)) {
    checkName("students.principals", student);
    if (student === args.prefix) {
      const fix = "that is the prefix of the stack's own repositories, give another name";
      throw new ArgumentError("students.principals", student, fix);
    }
  }
  checkRepositories("students.repositories", students.repositories ?? []);
  checkKeepLast("students.keepLast", students.keepLast);
}
