import { secretSignature, signatureKey } from "../signatures";

/**
 * What the engine writes for a value that only an `up` will know, by its type.
 * Source: github.com/pulumi/pulumi sdk/go/common/resource/plugin/rpc.go, Unknown…Value.
 */
const unknowns: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Inputs as a person reads them: no marks of the engine's wire, and never a secret. */
export function readable(value: unknown): unknown {
  if (unknowns.has(value)) return "(known after up)";
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  const table = value as Readonly<Record<string, unknown>>;
  if (table[signatureKey] === secretSignature) return "(secret)";
  return Object.fromEntries(
    Object.entries(table)
      // Which of its inputs a provider has filled in by itself.
      .filter(([key]) => key !== "__defaults")
      .map(([key, inner]) => [key, readable(inner)]),
  );
}
