import { z } from "zod";

import { tutorialNames, type TutorialName } from "../../apps/istio-tutorial/services";
import { gateSchema } from "../gate-schema";
import { serviceSchema } from "./service";
import { dnsLabel, enabled, flag, part } from "./words";

const first = { release: { version: "v1" } };

/** Each runs, as its first version, unless it says otherwise; they make no sense one by one. */
const tutorialServiceSchema = serviceSchema.omit({ enabled: true }).prefault(first);

export const tutorialSchema = part(
  z.strictObject({
    enabled: enabled(),
    namespace: dnsLabel.default("tutorial").meta({
      description: "Namespace of the tutorial; Pod Security `restricted` is enforced in it.",
    }),
    canaryByPods: flag().default(false).meta({
      description:
        "Allow canaries that go by numbers of pods, where no mesh deals requests: without a mesh, and for the customer, whose clients pass it by. Weights are off by up to 1/replicas.",
    }),
    gate: gateSchema.optional().meta({
      description: "Gate of its services' rollouts, by the keys of `shop.gate`.",
      expects: "a table of the keys of shop.gate",
      example: { successPercent: 99 },
    }),
    services: z
      .strictObject(
        Object.fromEntries(tutorialNames.map((name) => [name, tutorialServiceSchema])) as Record<
          TutorialName,
          typeof tutorialServiceSchema
        >,
      )
      .prefault({})
      .meta({ expects: `a table of the services ${tutorialNames.join(", ")}` }),
  }),
);
