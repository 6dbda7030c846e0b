import { ArgumentError } from "../argument-error";

export interface Group {
  /**
   * Lower case letters, digits, `-` and `.`, up to 63. Another name throws an ArgumentError.
   * @example "shop"
   */
  readonly name: string;
  /** Where this Ingress's rules stand among the group's, 1 to 1000, each once; lower comes first. @default by namespace and name */
  readonly order?: number;
}

/** @throws ArgumentError */
export function checkGroup({ name, order }: Group): void {
  if (!/^[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw new ArgumentError(
      "group.name",
      name,
      "use up to 63 lower case letters, digits, - and ., and none of both at the ends",
    );
  }
  if (order !== undefined && (!Number.isInteger(order) || order < 1 || order > 1_000)) {
    throw new ArgumentError("group.order", order, "give a whole number from 1 to 1000");
  }
}
