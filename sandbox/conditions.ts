export interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Whether a status says that something is so; where it says nothing of it, it is not. */
export const isTrue = (
  conditions: readonly Condition[] | undefined,
  type: Condition["type"],
): boolean => conditions?.some((it) => it.type === type && it.status === "True") ?? false;
