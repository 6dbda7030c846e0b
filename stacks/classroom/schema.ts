import { z } from "zod";

import type { Given } from "../given";
import {
  dnsLabel,
  enabled,
  flag,
  hostName,
  keysOf,
  part,
  principalArn,
  text,
  whole,
} from "../keys/words";
import { regions } from "../regions";
import { releaseTag } from "../rollout-schema";

const quantity = (description: string, standard: string) =>
  text(
    /^\d+(\.\d+)?(m|[kMGTPE]|[KMGTPE]i)?$/,
    'an amount in quotes, such as "500m", "2", "512Mi" or "2Gi"',
  )
    .optional()
    .meta({ description: `${description} By default ${standard}.`, example: standard });

const quotaSchema = z.strictObject({
  requestsCpu: quantity("CPU that all pods of a student may ask for together.", "1"),
  requestsMemory: quantity("Memory that they may ask for together.", "1Gi"),
  limitsCpu: quantity("CPU that they may have at most.", "2"),
  limitsMemory: quantity("Memory that they may have at most.", "2Gi"),
});

const quotaTable = () => quotaSchema.prefault({}).meta({ expects: "a table of amounts" });

const boundsSchema = z.strictObject({
  pods: whole(0, 1000).default(40).meta({ description: "Pods of a student.", unit: "pods" }),
  loadBalancers: whole(0, 20).default(1).meta({
    description: "Services of type LoadBalancer: each costs about $16 a month in Seoul.",
  }),
  nodePorts: whole(0, 100).default(10).meta({
    description: "Ports on every node; a LoadBalancer Service takes one a port.",
  }),
  volumeClaims: whole(0, 100).default(5).meta({ description: "Volume claims." }),
  storage: quantity("Storage of all claims, at about $0.09 a GB-month in Seoul.", "10Gi"),
  objectsOfAKind: whole(5, 10_000).default(60).meta({
    description: "Objects of each kind, such as ConfigMaps or Jobs.",
  }),
});

const defaultsSchema = z.strictObject({
  requestCpu: quantity("CPU that a container asks for which does not say.", "100m"),
  requestMemory: quantity("Memory that it asks for.", "128Mi"),
  limitCpu: quantity("CPU that it has at most.", "250m"),
  limitMemory: quantity("Memory that it has at most.", "256Mi"),
});

const studentName = text(
  /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
  "up to 32 lower-case letters, digits and dashes that start with a letter",
);

const studentSchema = z.strictObject({
  principalArn: principalArn.optional().meta({
    description: "The IAM user or role of theirs that is there already.",
    example: "arn:aws:iam::123456789012:user/anna",
  }),
  quota: quotaSchema.optional().meta({
    description: "A quota of their own, over the classroom's.",
    expects: "a table of amounts",
    example: { requestsMemory: "2Gi", limitsMemory: "4Gi" },
  }),
});

const ingressSchema = z.strictObject({
  domain: hostName.meta({
    description:
      "Each student's host is STUDENT.DOMAIN, and what lies below that. A record `*.DOMAIN` leads all of them to the shared ingress.",
    example: "students.example.com",
  }),
  className: dnsLabel.meta({
    description: "The IngressClass of the platform that serves students' Ingresses.",
    example: "nginx",
  }),
  albGroup: dnsLabel.optional().meta({
    description:
      "With the class of the AWS Load Balancer Controller: the group by which all share one ALB, which has 100 rules by default.",
    example: "classroom",
  }),
});

/** Every key of a classroom's config. */
export const classroomSchema = z.strictObject({
  region: z.enum(keysOf(regions)).meta({
    description: "The platform's AWS region.",
    expects: "the platform's region",
    example: "ap-northeast-2",
  }),
  kind: z.literal("classroom").meta({
    description:
      "What the stack is: `classroom` has the environments of a course's students, on a platform that is another stack.",
    expects: "classroom",
    example: "classroom",
  }),
  platform: dnsLabel.meta({
    description: "The stack whose cluster the students work on; it is up before this one.",
    expects: "the name of a platform's stack such as dev",
    example: "dev",
  }),
  students: z.record(studentName, studentSchema).meta({
    description: "Students by name, which is their namespace.",
    expects: "a table of students such as { user01: {}, user02: {} }",
    example: { user01: {}, anna: { principalArn: "arn:aws:iam::123456789012:user/anna" } },
  }),
  quota: quotaTable(),
  bounds: boundsSchema.prefault({}).meta({ expects: "a table of counts" }),
  defaults: defaultsSchema.prefault({}).meta({ expects: "a table of amounts" }),
  ingress: ingressSchema.optional().meta({
    description: "The shared entry from outside; without it students make no Ingress.",
    expects: "a table with domain and className",
  }),
  mesh: part(z.strictObject({ enabled: enabled() })).meta({
    description:
      'Let students into the platform\'s mesh. A pod with the label `sidecar.istio.io/inject: "true"` gets a sidecar, which counts against the quota; those of the shop and of the Istio labs have it, and a small size. All others stay as they are.',
    expects: "a table, which may be empty",
  }),
  shop: part(
    z.strictObject({
      enabled: enabled(),
      version: releaseTag.default("v1").meta({
        description: "Which version of the platform's images all six services run.",
        example: "v1",
      }),
    }),
  ).meta({
    description:
      "The 12-Street in each student's namespace, theirs to change: small, with gateway and UI behind the shared ingress. The quota must hold it, and the platform's nodes.",
    expects: "a table, which may be empty",
  }),
  externalNames: z
    .array(hostName)
    .default(["example.com"])
    .meta({
      description:
        "Domains that a Service of type ExternalName may lead to; the cluster's own is refused.",
      expects: "a list of domains",
      example: ["example.com"],
    }),
  priorityClasses: z
    .array(dnsLabel)
    .default([])
    .meta({
      description: "PriorityClasses that students' pods may have.",
      expects: "a list of names",
      example: ["lab-high"],
    }),
  iam: z
    .strictObject({
      makeUsers: flag().default(false).meta({
        description:
          "Make an IAM user for each student who has no principalArn, without key and password, and a group for all.",
      }),
    })
    .prefault({})
    .meta({ expects: "a table with makeUsers" }),
  registry: z
    .strictObject({
      repositories: z
        .array(
          text(
            // With a student's name before it, ECR takes 256 characters.
            /^(?=.{2,200}$)[a-z0-9]+([._-][a-z0-9]+)*$/,
            "a repository's name of 2 to 200 lower-case letters and digits, with single . _ or - between them",
          ),
        )
        .default(["my-ecr"])
        .meta({
          description: "What each student with an IAM user or role has, below the student's name.",
          expects: "a list of repositories' names",
          example: ["my-ecr"],
        }),
      keepLast: whole(1, 1000)
        .default(5)
        .meta({ description: "Images kept in each of them.", unit: "images" }),
    })
    .optional()
    .meta({
      description: "Repositories of each student's own; without the table there are none.",
      expects: "a table, which may be empty, with repositories and keepLast",
    }),
});

export type ClassroomSettings = Given<z.output<typeof classroomSchema>>;
