import type * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";
import { checkKeepLast, checkRepositories, isRepositoryName } from "../registry/args";
import type { SharedIngress } from "./guards";
import { isNetwork, type Surroundings } from "./policies";
import {
  checkBounds,
  checkDefaults,
  checkQuota,
  type Bounds,
  type ContainerDefaults,
  type Quota,
} from "./quota";

export interface ClassroomArgs {
  /**
   * Students by name, which is their namespace, the prefix of their repositories and the first part of their
   * host. Names that Kubernetes refuses, those of namespaces that are others', and with repositories those that ECR refuses
   * and the classroom's own throw an ArgumentError.
   * @example { user01: {}, anna: { principalArn: "arn:aws:iam::123456789012:user/anna" } }
   */
  readonly students: Readonly<Record<string, Student>>;
  /** Kubernetes version whose Pod Security rules hold. @example "1.36" */
  readonly kubernetesVersion: string;
  /** Who and what students' pods reach beside each other and the internet. */
  readonly surroundings: Surroundings;
  /** What all pods of a student may ask for together. @default 1 CPU and 1Gi, 2 CPU and 2Gi at most */
  readonly quota?: Quota;
  /** How many of what costs money or room. @default see its keys */
  readonly bounds?: Bounds;
  /** What a container gets that asks for nothing. More than the quota throws an ArgumentError. @default see its keys */
  readonly defaults?: ContainerDefaults;
  /** The shared entry, by which students' Ingresses are served. @default none, and students make no Ingress */
  readonly ingress?: SharedIngress;
  /** Namespaces of shared Istio gateways, to which students may show routes of their own host. @default none @example ["istio-ingress"] */
  readonly meshGateways?: readonly string[];
  /** Domains that a Service of type ExternalName may lead to; the cluster's own throw an ArgumentError. @default ["example.com"] */
  readonly externalNames?: readonly string[];
  /** PriorityClasses that students' pods may have. @default none @example ["lab-high"] */
  readonly priorityClasses?: readonly string[];
  /** Further labels of each namespace, such as a mesh's. @default none @example { "istio-injection": "disabled" } */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Namespaces that no student may be named after, for they are others'. @default none @example ["observability"] */
  readonly reservedNamespaces?: readonly string[];
  /** Where students come from IAM: without it each has a service account alone. @default no access entries */
  readonly access?: ClassroomAccess;
  /** Repositories of each student's own, with the student's name before. @default none */
  readonly registry?: ClassroomRegistry;
  /** Tags of what stands in AWS. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

/** One student; what is left out is the classroom's. */
export interface Student {
  /**
   * The IAM role or user of theirs that is there already; another form throws an ArgumentError.
   * @default the user that the classroom makes, if it makes users @example "arn:aws:iam::123456789012:user/anna"
   */
  readonly principalArn?: string;
  /** A quota of their own. @default the classroom's */
  readonly quota?: Quota;
}

export interface ClassroomAccess {
  /** Name of the EKS cluster. @example "twelve-street-dev" */
  readonly clusterName: pulumi.Input<string>;
  /**
   * Make an IAM user for each student who has none, and a group for all, which may ask where the cluster is and log in to
   * ECR. Users get no key and no password here: those would be in the state. @default false
   */
  readonly makeUsers?: boolean;
}

export interface ClassroomRegistry {
  /**
   * What each student has; three resources of AWS each. Storage costs $0.10 a GB-month (ECR pricing). A name that ECR refuses,
   * or one given twice, throws an ArgumentError. @default ["my-ecr"]
   */
  readonly repositories?: readonly string[];
  /** Images kept in each. Less than 1 throws an ArgumentError. @default 5 */
  readonly keepLast?: number;
}

const namePattern = /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/;
const reserved = /^(default|kube-.*|istio-.*)$/;
const hostPattern = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Source: RFC 1035, as Kubernetes has it for hosts. */
export const longestHost = 253;
const principalPattern = /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/;

/** Refuses what would fail half-way, or reach others. @throws ArgumentError */
export function checkClassroom(name: string, args: ClassroomArgs): void {
  if (!namePattern.test(name)) {
    const fix = "give up to 32 lower-case letters, digits and dashes, a letter first";
    throw new ArgumentError("name", name, fix);
  }
  const { quota = {}, bounds = {}, defaults = {}, surroundings, ingress } = args;
  checkQuota("quota", quota);
  checkBounds(bounds);
  checkDefaults(defaults, quota);
  checkStudents(args);
  for (const [key, networks] of Object.entries({
    vpcCidrs: surroundings.vpcCidrs,
    callerCidrs: surroundings.callerCidrs ?? [],
  }))
    networks.forEach((cidr, index) => {
      if (isNetwork(cidr)) return;
      const fix = "give a network such as 10.64.0.0/16";
      throw new ArgumentError(`surroundings.${key}[${index}]`, cidr, fix);
    });
  if (surroundings.vpcCidrs.length === 0)
    throw new ArgumentError("surroundings.vpcCidrs", [], "give the VPC's networks, to be shut");
  if (ingress) checkDomain(ingress.domain, Object.keys(args.students));
  checkExternalNames(args.externalNames ?? []);
  if (args.registry) checkOwnRepositories(name, args.registry, args);
}

function checkDomain(domain: string, students: readonly string[]): void {
  if (!hostPattern.test(domain)) {
    const fix =
      "give a host name such as students.example.com, without a star and with at most 63 characters from dot to dot";
    throw new ArgumentError("ingress.domain", domain, fix);
  }
  const student = students.find((it) => `${it}.${domain}`.length > longestHost);
  if (student === undefined) return;
  const fix = `give a shorter one, for ${student}'s host below it would pass the ${longestHost} characters that DNS takes`;
  throw new ArgumentError("ingress.domain", domain, fix);
}

/** The cluster's own names lead to every student's Services, past the shut network. */
function checkExternalNames(domains: readonly string[]): void {
  domains.forEach((domain, index) => {
    if (!/(^|\.)cluster\.local$/.test(domain)) return;
    const fix = "take it out, for it leads to the Services of all students and of the platform";
    throw new ArgumentError(`externalNames[${index}]`, domain, fix);
  });
}

function checkOwnRepositories(
  name: string,
  { repositories = [], keepLast }: ClassroomRegistry,
  { students, access }: ClassroomArgs,
): void {
  checkRepositories("registry.repositories", repositories);
  checkKeepLast("registry.keepLast", keepLast);
  const rule = "with repositories, give two characters or more and no two dashes together";
  if (!isRepositoryName(name)) throw new ArgumentError("name", name, rule);
  for (const [student, { principalArn }] of Object.entries(students)) {
    if (principalArn === undefined && !access?.makeUsers) continue;
    if (!isRepositoryName(student)) throw new ArgumentError("students", student, rule);
    if (student !== name) continue;
    const fix = "repositories below that name are the classroom's own, give another name";
    throw new ArgumentError("students", student, fix);
  }
}

function checkStudents({ students, reservedNamespaces = [], quota = {}, defaults }: ClassroomArgs) {
  const seen = new Map<string, string>();
  for (const [student, { principalArn, quota: own }] of Object.entries(students)) {
    const at = `students.${student}`;
    if (!namePattern.test(student)) {
      const fix = "give up to 32 lower-case letters, digits and dashes, a letter first";
      throw new ArgumentError("students", student, fix);
    }
    if (reserved.test(student) || reservedNamespaces.includes(student))
      throw new ArgumentError(
        "students",
        student,
        "that namespace is not a student's: give another",
      );
    if (own) checkQuota(`${at}.quota`, { ...quota, ...own });
    if (own && defaults) checkDefaults(defaults, { ...quota, ...own });
    if (principalArn === undefined) continue;
    if (!principalPattern.test(principalArn)) {
      const fix = "give the ARN of an IAM role or user, arn:aws:iam::ACCOUNT:user/NAME";
      throw new ArgumentError(`${at}.principalArn`, principalArn, fix);
    }
    const first = seen.get(principalArn);
    if (first !== undefined) {
      const fix = `it is ${first}'s already, and EKS takes one entry a principal`;
      throw new ArgumentError(`${at}.principalArn`, principalArn, fix);
    }
    seen.set(principalArn, student);
  }
}
