import { parseAllDocuments } from "yaml";

type Json = Record<string, unknown>;

/** An object of a manifest; more is nobody's business here. */
export interface Manifest extends Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The objects of some YAML files. */
export const objectsOf = (texts: readonly string[]): Manifest[] =>
  texts
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => {
      const [problem] = document.errors;
      if (problem) throw new Error(`the YAML cannot be read: ${problem.message}`);
      return document.toJS() as Manifest | null;
    })
    .filter((object) => object !== null);

/**
 * A CRD without the words that describe its fields: two thirds of it, which an API server would hold in
 * memory and Pulumi write into its state. What is valid stays the same.
 */
export function withoutDescriptions(object: Manifest): Manifest {
  if (object.kind !== "CustomResourceDefinition") return object;
  return strip(object, false) as Manifest;
}

/** @param named whether the keys are names of fields, of which one may well be "description" */
function strip(value: unknown, named: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => strip(one, false));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => named || key !== "description")
      .map(([key, inner]) => [key, strip(inner, !named && key === "properties")]),
  );
}
