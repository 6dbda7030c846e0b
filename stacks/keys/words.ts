import { z } from "zod";

import type { RetentionDays } from "../../components/log-retention";
import { cidr } from "../cidr-schema";

/** What a key's documentation says beside its type. docs/config.md and the error messages are made from it. */
declare module "zod" {
  interface GlobalMeta {
    /** What a right value looks like, after the words "give …". */
    expects?: string;
    unit?: string;
    example?: unknown;
  }
}

export const keysOf = <T extends string>(table: Readonly<Partial<Record<T, unknown>>>) =>
  Object.keys(table) as [T, ...T[]];

export const whole = (min: number, max: number) =>
  z
    .int()
    .min(min)
    .max(max)
    .meta({ expects: `a whole number from ${min} to ${max}` });

export const flag = () => z.boolean().meta({ expects: "true or false, without quotes" });

export const text = (pattern: RegExp, expects: string) =>
  z.string().regex(pattern).meta({ expects });

/** A DNS label, as Kubernetes wants for names. */
export const dnsLabel = text(
  /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "a name of lower-case letters, digits and dashes that starts with a letter",
);

export const labelKey = text(
  /^([a-z0-9.-]+\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
  "a Kubernetes label key such as disktype",
);

export const labelValue = text(
  /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
  'a Kubernetes label value in quotes, such as "ssd"',
);

export const labels = () =>
  z.record(labelKey, labelValue).meta({ expects: "a table of label keys and values in quotes" });

export const hostName = text(
  /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  "a host name in lower case such as shop.example.com or *.example.com",
);

/** Of AWS's commercial partition alone: the ARNs of policies that the program names are of that one. */
export const principalArn = text(
  /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
  "the ARN of an IAM role or user, arn:aws:iam::ACCOUNT:role/NAME, not that of a session; arn:aws-cn and arn:aws-us-gov are not served, where AWS's own policies have other ARNs",
);

export const scheme = () =>
  z.enum(["internet-facing", "internal"]).meta({ expects: "internet-facing or internal" });

const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const satisfies readonly RetentionDays[];

export const retentionDays = () =>
  z.literal(retentions).meta({ expects: `one of ${retentions.join(", ")}`, unit: "days" });

/** Keeps a part's table and switches it off. */
export const enabled = () =>
  flag().default(true).meta({
    description: "The part's switch: `false` takes it out and keeps its table for later.",
  });

/** A part of the platform: off where its table is left out or says `enabled: false`. */
export const part = <Output extends { enabled: boolean }, Input>(table: z.ZodType<Output, Input>) =>
  table.transform((it) => (it.enabled ? it : undefined)).optional();

export const networks = () =>
  z
    .array(cidr)
    .min(1)
    .optional()
    .meta({
      description: "Networks that may connect; by default all.",
      expects: "a list of networks such as [203.0.113.0/24]",
      example: ["203.0.113.0/24"],
    });
