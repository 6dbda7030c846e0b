import { z } from "zod";

import { dnsLabel, enabled, flag, part, text, whole } from "./words";

const inCluster = z.strictObject({
  on: z.literal("cluster").meta({
    description:
      "Where it runs: one pod of the `cluster` on a disk of its own, for development, or managed by `aws`. A change moves no data.",
    expects: "cluster or aws",
    example: "cluster",
  }),
  sizeGiB: whole(1, 16_384).default(8).meta({
    description: "Its disk; it grows, but does not shrink. About $0.0912 a GiB-month in Seoul.",
    unit: "GiB",
  }),
  storageClassName: dnsLabel.optional().meta({
    description: "Class of the disk; by default that of storage.disks. Not EFS.",
    example: "gp3",
  }),
  image: text(/^[\w./:@-]+$/, "an image")
    .optional()
    .meta({
      description: "Another place to pull the pinned image from.",
      example: "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/postgres:18.3",
    }),
});

const aws = () => z.literal("aws").meta({ expects: "cluster or aws" });

const place = <Table extends z.ZodObject<{ on: z.ZodLiteral<"aws"> }>>(onAws: Table) =>
  z.discriminatedUnion("on", [inCluster, onAws]).meta({ expects: "a table with on" });

const username = () =>
  text(/^[a-z][a-z0-9_]{0,15}$/, "up to 16 lower-case letters, digits and _")
    .default("shop")
    .meta({
      description:
        "The user that services sign in as, none of a server's own such as postgres or root; the password is a secret.",
    });

const databasePlace = place(
  z.strictObject({
    on: aws(),
    onDestroy: z.enum(["delete", "snapshot", "refuse"]).meta({
      description:
        "What `pulumi destroy` does with the data: `delete` it, leave a `snapshot` ($0.095 a GB-month in US East), or `refuse` to go on.",
      expects: "delete, snapshot or refuse",
      example: "snapshot",
    }),
    snapshotName: text(
      /^[a-zA-Z](-?[a-zA-Z0-9]){0,254}$/,
      "up to 255 letters, digits and single hyphens, starting with a letter",
    )
      .optional()
      .meta({ description: "Name of that snapshot; it must be free.", example: "shop-last" }),
    instanceClass: text(/^db\.[a-z0-9.]+$/, "a class of RDS such as db.t4g.micro")
      .default("db.t4g.micro")
      .meta({
        description: "Class of the instance; db.t4g.micro costs $11.68 a month in US East.",
      }),
    multiAz: flag().default(false).meta({
      description: "A standby in another zone; doubles the price.",
    }),
    storageGiB: whole(20, 65_536).default(20).meta({
      description: "Disk, at $0.115 a GiB-month in US East.",
      unit: "GiB",
    }),
    maxStorageGiB: whole(20, 65_536).default(100).meta({
      description: "How far the disk may grow by itself.",
      unit: "GiB",
    }),
    backupDays: whole(0, 35).default(7).meta({
      description: "Days that daily backups are kept; 0 makes none.",
      unit: "days",
    }),
  }),
);

const cachePlace = place(
  z.strictObject({
    on: aws(),
    nodeType: text(/^cache\.[a-z0-9.]+$/, "a type of ElastiCache such as cache.t4g.micro")
      .default("cache.t4g.micro")
      .meta({ description: "Type of the nodes; cache.t4g.micro costs $9.34 a month in US East." }),
    nodes: whole(1, 6).default(1).meta({
      description: "Nodes over the zones: one is primary, and another takes over by itself.",
      unit: "nodes",
    }),
    snapshotDays: whole(0, 35).default(0).meta({
      description: "Days that daily snapshots are kept, at $0.085 a GiB-month; 0 makes none.",
      unit: "days",
    }),
  }),
);

const messagingPlace = place(
  z.strictObject({
    on: aws(),
    brokerType: text(/^kafka\.[a-z0-9.]+$/, "a type of MSK such as kafka.m7g.large")
      .default("kafka.m7g.large")
      .meta({
        description: "Type of the brokers; kafka.m7g.large costs $149 a month each in US East.",
      }),
    brokersPerSubnet: whole(1, 5).default(1).meta({ description: "Brokers in each zone." }),
    storageGiB: whole(1, 16_384).default(20).meta({
      description: "Disk of each broker, at $0.10 a GiB-month in US East.",
      unit: "GiB",
    }),
  }),
);

export const backingServicesSchema = z.strictObject({
  database: part(
    z.strictObject({
      enabled: enabled(),
      username: username(),
      databaseName: text(/^[a-z][a-z0-9_]{0,62}$/, "up to 63 lower-case letters, digits and _")
        .default("shop")
        .meta({ description: "Name of the database in PostgreSQL." }),
      place: databasePlace,
    }),
  ).meta({ expects: "a table with place" }),
  cache: part(z.strictObject({ enabled: enabled(), username: username(), place: cachePlace })).meta(
    { expects: "a table with place" },
  ),
  messaging: part(
    z.strictObject({
      enabled: enabled(),
      username: username(),
      autoCreateTopics: flag().default(true).meta({
        description: "Make a topic when a client first names it.",
      }),
      place: messagingPlace,
    }),
  ).meta({ expects: "a table with place" }),
});
