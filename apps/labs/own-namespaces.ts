import { labs } from ".";

/** Namespaces that labs make for themselves, beside students'. */
export const labNamespaces = (): readonly string[] =>
  labs
    .flatMap(({ shared }) => shared?.() ?? [])
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }) => metadata.name);
