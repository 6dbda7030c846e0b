import { z } from "zod";

import { gateSchema } from "../gate-schema";
import { progressSchema, releaseSchema, rolloutSchema, variables } from "../rollout-schema";
import { flag, whole } from "./words";

/** What each service of an app says of how it runs. */
export const serviceSchema = z.strictObject({
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
  gate: gateSchema.optional().meta({
    description: "Gate of its rollouts: each key in place of the app's, as in `shop.gate`.",
    expects: "a table of the keys of shop.gate",
    example: { minRequests: 20 },
  }),
  progress: progressSchema.optional(),
});
