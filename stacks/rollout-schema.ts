import { z } from "zod";

import type { Match, NonEmptyArray, Rollout, Step } from "../components/rollout/types";

/** What both an image tag and a pod's label can be. */
export const releaseTag = z
  .string()
  .regex(/^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/)
  .meta({
    expects:
      'an image tag of at most 63 letters, digits, dots, dashes and underscores that starts and ends with a letter or digit, such as "v1"',
    description:
      "Name of the release, on its pods too. With `images: prebuilt` it is the tag of the image in the stack's ECR repository. A change rolls the pods.",
    example: "v1",
  });

const name = z.string().min(1).meta({ expects: "a name" });
const text = z.string().meta({ expects: "text in quotes" });
const seconds = z.int().min(1).meta({ expects: "a whole number of seconds from 1 up" });
const percent = (most: number) =>
  z
    .int()
    .min(1)
    .max(most)
    .meta({ expects: `a whole number from 1 to ${most}` });

export const variables = z.record(
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
    .meta({ expects: "a name of letters, digits and underscores" }),
  z.string().meta({ expects: 'text in quotes, such as "true"' }),
);

export const releaseSchema = z
  .strictObject({
    version: releaseTag,
    image: z
      .string()
      .regex(/[:@]/)
      .meta({
        description: "The image with its tag or digest, in place of the service's own.",
        expects: 'an image with its tag or digest, such as "example.org/web:v1"',
        example: "example.org/web:v1",
      })
      .optional(),
    commit: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .meta({
        description:
          "Commit of the service's upstream repository that its image is built from, with `images: build`; by default the one in `apps/twelve-street/images.ts`.",
        expects: "the forty digits of a commit, for a branch would move",
        example: "fe9fc6e657bbcfdd6495e331a943fbb8b8e84b2f",
      })
      .optional(),
    config: variables
      .meta({
        description: "Plain settings of this release, over those of the service.",
        expects: "a table of names and quoted texts",
        example: { FEATURE: "on" },
      })
      .optional(),
  })
  .meta({ expects: "a table with version" });

const matchSchema = z
  .strictObject({
    by: z.enum(["header", "cookie", "userAgent"]).meta({ expects: "header, cookie or userAgent" }),
    name: name.optional(),
    exact: text.optional(),
    prefix: text.optional(),
    regex: text.optional(),
  })
  .superRefine(({ by, name: of, exact, prefix, regex }, context) => {
    const texts = [exact, prefix, regex].filter((it) => it !== undefined).length;
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (texts !== 1) refuse("say what is compared, by exact, prefix or regex: one of the three");
    if (by === "userAgent" && of !== undefined) refuse("take name out: a user agent has none");
    if (by !== "userAgent" && of === undefined) refuse(`name the ${by} with name`);
  })
  .meta({ expects: "a match such as { by: header, name: x-group, exact: b }" });

const step = z
  .strictObject({ weight: percent(99) })
  .meta({ expects: "a step such as { weight: 10 }" });

const names = "recreate, ramped, blueGreen, canary, abTest or shadow";
const strategy = <T extends string>(of: T) => z.literal(of).meta({ expects: names });

const variants = [
  z.strictObject({ strategy: strategy("recreate"), release: releaseSchema }),
  z.strictObject({
    strategy: strategy("ramped"),
    release: releaseSchema,
    maxSurge: z
      .union([z.int().min(1), z.string().regex(/^\d+%$/)])
      .meta({ expects: 'a number of pods from 1 up, or a share such as "25%"' })
      .optional(),
    minReadySeconds: seconds.optional(),
  }),
  z.strictObject({
    strategy: strategy("blueGreen"),
    active: z.enum(["blue", "green"]).meta({ expects: "blue or green" }),
    blue: releaseSchema.optional(),
    green: releaseSchema.optional(),
  }),
  z.strictObject({
    strategy: strategy("canary"),
    stable: releaseSchema,
    canary: releaseSchema,
    steps: z.array(step).meta({ expects: "a list of steps such as [{ weight: 10 }]" }),
    at: z
      .union([z.int().min(0), z.literal(["promoted", "aborted"])])
      .meta({ expects: "the number of a step, from 0, or promoted or aborted" }),
    sticky: z
      .strictObject({ cookie: name, maxAgeSeconds: seconds })
      .meta({ expects: "a table with cookie and maxAgeSeconds" })
      .optional(),
  }),
  z.strictObject({
    strategy: strategy("abTest"),
    a: releaseSchema,
    b: releaseSchema,
    toB: z.array(matchSchema).meta({ expects: "a list of matches" }),
  }),
  z.strictObject({
    strategy: strategy("shadow"),
    live: releaseSchema,
    shadow: releaseSchema,
    percent: percent(100),
    methods: z
      .array(
        z
          .enum(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
          .meta({ expects: "an HTTP method in capitals" }),
      )
      .meta({ expects: "a list of HTTP methods" })
      .optional(),
  }),
] as const;

/** What no schema can say, such as steps that rise, the rollout's own checks say: see `rollouts.ts`. */
export const rolloutSchema = z.discriminatedUnion("strategy", variants).meta({
  description: "How its versions come and go, and which stand: see [rollouts.md](rollouts.md).",
  expects: `a table with strategy, one of ${names}, and what that one needs`,
  example: { strategy: "recreate", release: { version: "v1" } },
});

const phase = z.int().min(0).meta({ expects: "a whole number from 0 up" });

/** Where a rollout came from and stands; `npm run course -- rollout` writes it. */
export const progressSchema = z
  .strictObject({
    origin: rolloutSchema.optional(),
    from: rolloutSchema.optional(),
    phase: phase.optional(),
    givenUp: z.strictObject({ to: rolloutSchema, phase }).optional(),
    back: z.literal(true).optional(),
    floor: z.int().min(0).optional(),
  })
  .meta({
    description:
      "Where the last rollout came from and where one under way stands. `npm run course -- rollout` writes it; leave it alone.",
    expects: "what `npm run course -- rollout` wrote, whole",
    example: { origin: { strategy: "ramped", release: { version: "v1" } } },
  });

export type Progress = z.output<typeof progressSchema>;

/** What the schema lets through is a rollout, but for what the rollout's own checks refuse. */
export const asRollout = (parsed: z.output<typeof rolloutSchema>): Rollout =>
  parsed as Rollout & { steps: NonEmptyArray<Step>; toB: NonEmptyArray<Match> };
