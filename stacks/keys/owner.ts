import { z } from "zod";

import { labelValue, text } from "./words";

export const ownerSchema = z.strictObject({
  name: labelValue.meta({
    description: "Team or person, as the label `owner`.",
    example: "platform",
  }),
  email: text(
    /^[\w.+-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$/,
    "an address such as team@example.com",
  ).meta({
    description: "Where to write to, as the annotation `email`.",
    example: "platform@example.com",
  }),
});
