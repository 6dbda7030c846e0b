import type { ResourceSpec } from "../types";

/** A type nobody described: an id and an ARN of the usual shape, and every change is an update. */
export const generic: ResourceSpec = {
  id: (making) => `${making.name}-${making.hex(8)}`,
  outputs: (made) => {
    const [, path = ""] = made.type.split(":");
    const [service = "", kind = ""] = path.split("/");
    return { arn: made.arn(service, `${kind}/${made.id}`) };
  },
  tagged: true,
};
