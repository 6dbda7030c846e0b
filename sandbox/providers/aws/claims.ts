import { givenKeys } from "./admission";
import { specOf } from "./simulate";
import type { Problem, Props } from "./types";
import { isUnknown, quote } from "./values";

/** Who has which name in this run: so that two resources of one name are refused in the preview already. */
export class Claims {
  private readonly owners = new Map<string, string>();

  /** Claims the resource's unique inputs; a problem where another resource of this run has them. */
  claim(type: string, urn: string, region: string, inputs: Props): Problem[] {
    const spec = specOf(type);
    const { unique, global = false } = spec;
    const property = givenKeys(spec, inputs).at(-1);
    const values = (unique?.by ?? []).map((key) => inputs[key]);
    if (unique === undefined || property === undefined || values.some(isUnknown)) return [];
    const key = JSON.stringify([type, global ? "" : region, ...values]);
    const owner = this.owners.get(key) ?? urn;
    this.owners.set(key, owner);
    if (owner === urn) return [];
    const reason = `${quote(inputs[property])} is taken by ${owner}; AWS answers ${unique.code}`;
    return [{ property, reason }];
  }
}
