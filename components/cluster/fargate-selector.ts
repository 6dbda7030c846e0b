export interface FargateSelector {
  /** A namespace; `*` stands for any text, `?` for any letter. @example "user*" */
  readonly namespace: string;
  /** Labels that a pod must have as well. @default any pod of the namespace @example { compute: "fargate" } */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The regular expression of a selector's namespace. */
export const namespacePattern = (namespace: string): string =>
  `^${namespace
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".")}$`;

/** Whether pods of the namespace run on Fargate by this selector, if they have its labels. */
export const mayTake = (namespace: string, selector: Pick<FargateSelector, "namespace">): boolean =>
  new RegExp(namespacePattern(selector.namespace)).test(namespace);

/** Whether every pod of the namespace runs on Fargate by this selector. */
export function takesAllOf(namespace: string, selector: FargateSelector): boolean {
  if (Object.keys(selector.labels ?? {}).length > 0) return false;
  return mayTake(namespace, selector);
}
