import { z } from "zod";

import { backingServiceNames } from "../../apps/twelve-street/neighbours";
import { serviceNames } from "../../apps/twelve-street/services";
import { gateSchema } from "../gate-schema";
import { serviceSchema } from "./service";
import { dnsLabel, flag } from "./words";

const shopServiceSchema = serviceSchema.extend({
  uses: z
    .array(z.enum(backingServiceNames).meta({ expects: "database, cache or messaging" }))
    .default([])
    .meta({
      description:
        "Backing services whose credentials its pods get as files below `/run/secrets`: see [services.md](services.md).",
      expects: "a list of database, cache and messaging",
      example: ["database"],
    }),
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
  gate: gateSchema.optional(),
  services: z
    .strictObject(
      Object.fromEntries(serviceNames.map((name) => [name, shopServiceSchema])) as Record<
        (typeof serviceNames)[number],
        typeof shopServiceSchema
      >,
    )
    .meta({ expects: `a table of the services ${serviceNames.join(", ")}` }),
});
