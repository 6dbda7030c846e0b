interface Selector {
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Whether every pod of a namespace runs on Fargate by this selector; `*` stands for any text, `?` for any letter. */
export function takesAllOf(namespace: string, { namespace: wanted, labels }: Selector): boolean {
  if (Object.keys(labels ?? {}).length > 0) return false;
  const pattern = wanted.replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${pattern}$`).test(namespace);
}
