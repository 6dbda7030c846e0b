import type { BackingServiceName } from "../apps/twelve-street/neighbours";
import type { DatabaseOnAws } from "../components/backing-services/database-on-aws";
import type { OnAws } from "../components/backing-services/places";
import type { StackSettings } from "./schema";

type Place = NonNullable<StackSettings["backingServices"]["database"]>["place"];

/** In the cluster a name is a Service's; on AWS it is one of the whole account's. */
export const backingServiceLabel = (
  platform: string,
  name: BackingServiceName,
  { on }: { readonly on: "cluster" | "aws" },
): string => (on === "aws" ? `${platform}-${name}` : name);

/** A last snapshot by its name; the checks have seen that there is one. */
export function databasePlace({
  onDestroy,
  snapshotName = "",
  ...rest
}: Extract<Place, { on: "aws" }>): Omit<DatabaseOnAws, keyof OnAws> {
  return { ...rest, onDestroy: onDestroy === "snapshot" ? { snapshot: snapshotName } : onDestroy };
}
