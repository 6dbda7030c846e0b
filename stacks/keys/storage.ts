import { z } from "zod";

import { dnsLabel, enabled, flag, part, text, whole } from "./words";

const reclaim = () =>
  z.enum(["delete", "retain"]).default("delete").meta({ expects: "delete or retain" });

const fileSystem = z.strictObject({
  existingId: text(/^fs-[0-9a-f]{8,17}$/, "a file system's id such as fs-0123456789abcdef0")
    .optional()
    .meta({
      description:
        "A file system that another stack made or left, taken up as it is; never deleted.",
      example: "fs-0123456789abcdef0",
    }),
  onDestroy: z.enum(["delete", "keep", "refuse"]).optional().meta({
    description:
      "What `pulumi destroy` does with a new file system's data: `delete` it, `keep` it in the account with its price, or `refuse` to go on. Must be set for a new one.",
    expects: "delete, keep or refuse",
    example: "keep",
  }),
  throughput: z.enum(["elastic", "bursting"]).default("elastic").meta({
    description:
      "`elastic` costs $0.03 a GB read and $0.06 a GB written in US East; `bursting` is free, and slow while there is little data.",
    expects: "elastic or bursting",
  }),
  infrequentAccessAfterDays: z.literal([0, 1, 7, 14, 30, 60, 90]).default(30).meta({
    description:
      "Days without access after which files move to Infrequent Access, at about a tenth of the price; 0 keeps them.",
    expects: "0, 1, 7, 14, 30, 60 or 90",
    unit: "days",
  }),
  backup: flag().default(false).meta({
    description:
      "Daily backups, kept 35 days, at about $0.05 a GB-month in US East. They survive the file system.",
  }),
});

const posixId = (what: string) =>
  whole(0, 4_294_967_295).optional().meta({ description: what, example: 1000 });

/** The EFS CSI driver's own names; what may stand together its component says. */
const provisioning = z.strictObject({
  mode: z.enum(["dynamic", "static"]).default("dynamic").meta({
    description:
      "`dynamic` makes volumes on demand by a StorageClass; `static` leaves them to the program, as Fargate alone needs it.",
    expects: "dynamic or static",
  }),
  directoryPerms: z.string().optional().meta({
    description: "Permissions of a volume's root directory, octal; the driver's own are 700.",
    expects: 'octal digits in quotes, such as "770"',
    example: "770",
  }),
  uid: posixId("POSIX user that every pod acts as; with gid."),
  gid: posixId("POSIX group that every pod acts as; with uid."),
  gidRangeStart: posixId("Start of the range that each volume takes its group from; with the end."),
  gidRangeEnd: posixId("End of that range; with its start."),
  basePath: z.string().optional().meta({
    description: "Directory under which volumes are made.",
    expects: "a path such as /classroom",
    example: "/classroom",
  }),
  subPathPattern: z.string().optional().meta({
    description:
      "A volume's own directory, of fixed text, `${.PVC.namespace}`, `${.PVC.name}` and `${.PV.name}`.",
    expects: "a pattern such as ${.PVC.namespace}/${.PVC.name}",
    example: "${.PVC.namespace}/${.PVC.name}",
  }),
  ensureUniqueDirectory: flag().optional().meta({
    description: "Append a unique id to that directory; the driver does it unless told otherwise.",
    example: true,
  }),
  reuseAccessPoint: flag().optional().meta({
    description: "Take the access point that a claim of the same name made before.",
    example: false,
  }),
  az: text(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "a zone such as ap-northeast-2a")
    .optional()
    .meta({
      description:
        "Zone whose mount target is used, where the file system is another account's; by default any.",
      example: "ap-northeast-2a",
    }),
  enableZoneConstraints: flag().optional().meta({
    description: "Schedule pods in the file system's zone alone, for file systems of one zone.",
    example: false,
  }),
});

const efs = part(
  z.strictObject({
    enabled: enabled(),
    fileSystem: fileSystem.meta({ expects: "a table with onDestroy, or with existingId" }),
    provisioning: provisioning.prefault({}).meta({ expects: "a table of how volumes are made" }),
    storageClassName: dnsLabel.default("aws-efs").meta({
      description:
        "Name of the StorageClass for volumes that many pods share. EFS costs $0.30 a GB-month in US East.",
    }),
    reclaim: reclaim().meta({
      description:
        "What becomes of a volume when its claim is deleted. Its files stay in the file system.",
    }),
  }),
);

const disks = part(
  z.strictObject({
    enabled: enabled(),
    storageClassName: dnsLabel.default("gp3").meta({
      description:
        "Name of the StorageClass for encrypted gp3 volumes of one node at a time. About $0.0912 a GB-month in Seoul.",
    }),
    isDefault: flag().default(true).meta({ description: "What claims without a class get." }),
    iops: whole(3_000, 80_000).default(3_000).meta({
      description: "Operations a second of each volume; above 3000 about $0.005 each a month.",
    }),
    throughput: whole(125, 2_000).default(125).meta({
      description: "Throughput of each volume; above 125 about $0.04 a MiB/s and month.",
      unit: "MiB a second",
    }),
    reclaim: reclaim().meta({
      description: "What becomes of a volume, data and price, when its claim is deleted.",
    }),
  }),
);

export const storageSchema = z.strictObject({
  efs: efs.meta({ expects: "a table with fileSystem" }),
  disks: disks.meta({ expects: "a table with storageClassName and its settings" }),
});
