import type { Cut, LiveSlot } from "../rollout/live";

/** The one version that answers for a subset; undefined where several may, or nobody knows. */
export type VersionOf = (subset: string | undefined) => string | undefined;

/** Whether all pods of a slot are of its newest version: its label tells of that one from the first moment on. */
export const isSettled = ({ old, seen }: LiveSlot): boolean => old === 0 && seen;

export const versionsBy = (
  cuts: readonly Cut[],
  slots: readonly LiveSlot[],
  app: string,
  namespace: string,
): VersionOf => {
  const hosts = [app, `${app}.${namespace}`, `${app}.${namespace}.svc`];
  const subsets = cuts
    .filter(({ spec }) => hosts.includes(spec.host.replace(/\.cluster\.local\.?$/, "")))
    .flatMap(({ spec }) => spec.subsets ?? []);
  return (subset) => {
    const found = subsets.find(({ name }) => name === subset);
    if (!found) return undefined;
    const { labels = {} } = found;
    // Old pods have the old version's label, so that they are in no such subset.
    if (labels.version !== undefined) return labels.version;
    const behind = slots.filter(({ name, version }) => {
      const own: Readonly<Record<string, string>> = { app, slot: name, version };
      return Object.entries(labels).every(([key, value]) => own[key] === value);
    });
    const [version, ...others] = new Set(behind.map((slot) => slot.version));
    return others.length === 0 && behind.every(isSettled) ? version : undefined;
  };
};
