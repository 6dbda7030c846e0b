import type { Warning, World } from "../world";

interface Named {
  readonly kind: string;
  readonly name: string;
}

export const timeOf = ({ series, lastTimestamp, eventTime }: Warning): number =>
  Date.parse(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? "") || 0;

/** The newest warning of any of these objects, by reason where one is asked for. */
export const newestOf = (
  { warnings }: Pick<World, "warnings">,
  objects: readonly Named[],
  reason?: string,
): Warning | undefined =>
  warnings
    .filter(
      (it) =>
        (reason === undefined || it.reason === reason) &&
        objects.some(
          ({ kind, name }) => it.involvedObject.kind === kind && it.involvedObject.name === name,
        ),
    )
    .reduce<Warning | undefined>(
      (last, it) => (last && timeOf(last) > timeOf(it) ? last : it),
      undefined,
    );

/** What the API server said, without the controller's words before it. */
export const plainMessage = (message: string): string =>
  message
    .replace(/^Error creating: /, "")
    .replace(/^create \w+ \S+ in StatefulSet \S+ failed error: /, "")
    .replace(/\.$/, "");
