/** Labels as the API server selects by them. @example { app: "web", slot: "blue" } gives app=web,slot=blue */
export const labelSelectorOf = (labels: Readonly<Record<string, unknown>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(",");
