import { z } from "zod";

import { backingServiceNames } from "../../apps/twelve-street/neighbours";
import { serviceNames } from "../../apps/twelve-street/services";
import { progressSchema, releaseSchema, rolloutSchema, variables } from "../rollout-schema";
import { dnsLabel, flag, whole } from "./words";

const serviceSchema = z.strictObject({
  enabled: flag().default(true).meta({ description: "Run this service at all." }),
  release: releaseSchema.optional().meta({
    description: "Short for a ramped rollout of this release; this or `rollout`.",
    expects: 'a table with version, such as { version: "v1" }',
  }),
  rollout: rolloutSchema.optional(),
  replicas: whole(0, 50).default(1).meta({
    description: "Pods of the service. 0 keeps everything but the pods.",
    unit: "pods",
  }),
  autoscale: z
    .strictObject({
      min: whole(1, 50).meta({ description: "Fewest pods.", unit: "pods", example: 2 }),
      max: whole(1, 50).meta({ description: "Most pods.", unit: "pods", example: 6 }),
      cpuPercent: whole(1, 400).default(70).meta({
        description: "CPU in use, of what pods ask for, when there are enough of them.",
        unit: "%",
      }),
    })
    .optional()
    .meta({
      description: "Pods by the load, in place of `replicas`. It needs a metrics server.",
      expects: "a table with min and max",
    }),
  env: variables.default({}).meta({
    description: "Plain settings over the service's own. Never secrets: those are set below.",
    expects: "a table of names and quoted texts",
    example: { LOGGING_LEVEL_ROOT: "debug" },
  }),
  uses: z
    .array(z.enum(backingServiceNames).meta({ expects: "database, cache or messaging" }))
    .default([])
    .meta({
      description:
        "Backing services whose credentials its pods get as files below `/run/secrets`: see [services.md](services.md).",
      expects: "a list of database, cache and messaging",
      example: ["database"],
    }),
  progress: progressSchema.optional(),
});

export const shopSchema = z.strictObject({
  enabled: flag().default(true).meta({ description: "Run the 12-Street shop on this platform." }),
  namespace: dnsLabel.default("twelve-street").meta({
    description: "Namespace of the shop; Pod Security `restricted` is enforced in it.",
  }),
  mesh: z
    .union([z.boolean(), z.literal("joining")])
    .optional()
    .meta({
      description:
        "Its place in the mesh: by default in it where there is one, `false` leaves it out. A shop that serves moves in, and out, without a gap over an `up` with `joining`, where plaintext is taken as well.",
      expects: "true, false or joining",
      example: "joining",
    }),
  canaryByPods: flag().default(false).meta({
    description:
      "Allow canaries that go by numbers of pods, where no mesh deals requests: for a shop outside of it, and for the gateway and the UI, whose clients pass it by. Weights are off by up to 1/replicas.",
  }),
  services: z
    .strictObject(
      Object.fromEntries(serviceNames.map((name) => [name, serviceSchema])) as Record<
        (typeof serviceNames)[number],
        typeof serviceSchema
      >,
    )
    .meta({ expects: `a table of the services ${serviceNames.join(", ")}` }),
});
