import { z } from "zod";

import { dnsLabel, enabled, flag, part, retentionDays, text, whole } from "./words";

const percent = () =>
  z.number().gt(0).lt(100).meta({ expects: "a number above 0 and below 100", unit: "per cent" });

const thresholds = z.strictObject({
  errorPercent: percent().optional().meta({
    description: "Share of a service's requests answered with 5xx over five minutes; by default 5.",
    example: 5,
  }),
  latencyMs: z.number().gt(0).optional().meta({
    description: "95th percentile of a service's response time; by default 1000.",
    expects: "a number above 0",
    unit: "ms",
    example: 1000,
  }),
  restarts: whole(1, 100).optional().meta({
    description: "Restarts of a container within 15 minutes; by default 3.",
    example: 3,
  }),
  quotaPercent: percent().optional().meta({
    description: "Share of a quota in use; by default 90.",
    example: 90,
  }),
});

const notify = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("webhook").meta({
      description: "Whom Alertmanager tells. The address is a secret.",
      expects: "webhook or slack",
      example: "webhook",
    }),
  }),
  z.strictObject({
    kind: z.literal("slack").meta({ expects: "webhook or slack" }),
    channel: text(/^[#@]\S+$/, 'a channel in quotes such as "#alerts"').meta({
      description: "Channel in Slack.",
      example: "#alerts",
    }),
  }),
]);

const sizeGiB = (standard: number, what: string) =>
  whole(0, 16_384).default(standard).meta({ description: what, unit: "GiB" });

const prometheus = part(
  z.strictObject({
    enabled: enabled(),
    retentionDays: whole(1, 3_650)
      .default(7)
      .meta({ description: "Days that numbers are kept.", unit: "days" }),
    sizeGiB: sizeGiB(
      8,
      "Disk for them, $0.0912 a GiB-month in Seoul; 0 keeps them in the pod only.",
    ),
    storageClassName: dnsLabel.optional().meta({
      description: "Class of that disk; by default the cluster's default class. Not EFS.",
      example: "gp3",
    }),
    scrapeSeconds: whole(5, 120)
      .default(30)
      .meta({ description: "How often they are read.", unit: "seconds" }),
    nodeExporter: flag().default(false).meta({
      description: "Numbers of the nodes themselves: disks, load, network.",
    }),
    notify: notify.optional().meta({ expects: "a table with kind" }),
  }),
);

const grafana = part(
  z.strictObject({
    enabled: enabled(),
    externalUrl: text(/^https?:\/\/[^/\s]+/, "an address such as https://grafana.example.com/")
      .optional()
      .meta({
        description: "Address that people type, for links.",
        example: "https://grafana.consoles.example.com/",
      }),
  }),
);

const namespaces = (what: string) =>
  z
    .array(dnsLabel)
    .min(1)
    .optional()
    .meta({
      description: what,
      expects: "a list of at least one namespace",
      example: ["twelve-street"],
    });

const onDestroy = () =>
  z.enum(["delete", "keep"]).meta({
    description: "Whether the lines stay when the stack goes, price included.",
    expects: "delete or keep",
    example: "delete",
  });

const logs = z.discriminatedUnion("to", [
  z.strictObject({
    enabled: enabled(),
    to: z.literal("cloudWatch").meta({
      description:
        "Where container logs go: `cloudWatch` at $0.76 a GB taken in and $0.0314 a GB-month in Seoul, or an `elasticsearch` in the cluster of more than 3 GiB of memory, which keeps nothing of pods on Fargate.",
      expects: "cloudWatch or elasticsearch",
      example: "cloudWatch",
    }),
    group: text(/^[\w./#-]{1,512}$/, "up to 512 letters, digits and . - _ / #")
      .optional()
      .meta({
        description: "Log group; by default /PROJECT/STACK/containers.",
        example: "/twelve-street/dev/containers",
      }),
    existingGroup: flag().default(false).meta({
      description:
        "The group stands already, as one that an earlier stack has kept: take it up, retention and all. Goes with `onDestroy: keep`.",
    }),
    retentionDays: retentionDays().default(14).meta({ description: "Days that lines are kept." }),
    namespaces: namespaces(
      "Only the pods of these namespaces, which bounds the cost; pods on Fargate are all taken.",
    ),
    onDestroy: onDestroy(),
  }),
  z.strictObject({
    enabled: enabled(),
    to: z.literal("elasticsearch").meta({ expects: "cloudWatch or elasticsearch" }),
    sizeGiB: whole(1, 16_384)
      .default(20)
      .meta({ description: "Its disk, $0.0912 a GiB-month in Seoul.", unit: "GiB" }),
    namespaces: namespaces("Only the pods of these namespaces, which bounds the cost."),
    kibana: flag().default(true).meta({ description: "Kibana beside it." }),
    onDestroy: onDestroy(),
  }),
]);

export const observabilitySchema = part(
  z.strictObject({
    enabled: enabled(),
    namespaces: namespaces("What is alerted about and drawn; by default the shop's namespace."),
    requests: z.enum(["istio", "none"]).default("none").meta({
      description:
        "Where requests are counted: by sidecars, for pods that are in the mesh, or not at all.",
      expects: "istio or none",
    }),
    thresholds: thresholds
      .prefault({})
      .meta({ expects: "a table of errorPercent, latencyMs, restarts and quotaPercent" }),
    prometheus: prometheus.meta({ expects: "a table of Prometheus' settings" }),
    grafana: grafana.meta({ expects: "a table with externalUrl" }),
    logs: part(logs).meta({ expects: "a table with to and onDestroy" }),
  }),
);
