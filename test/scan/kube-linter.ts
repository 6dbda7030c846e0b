import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { run } from "../../sandbox/tools/run";
import { platformVersions, scannerVersions } from "../../versions";
import type { Scan, Scanned } from "./finding";

/** kube-linter's own check by published schemas fetches them; this is the same one, with them at hand. */
const bySchema = "schema-validation";

const config = (schemas: string) => ({
  checks: { addAllBuiltIn: true, exclude: [bySchema] },
  customChecks: [
    {
      name: `${bySchema}-at-hand`,
      description: "Validate Kubernetes resources against their schemas using kubeconform",
      remediation: "Fix the resource to conform to the Kubernetes API schema.",
      scope: { objectKinds: ["Any"] },
      template: "kubeconform",
      params: {
        schemaLocations: [
          `${schemas}/v${platformVersions.kubernetes.version}.0-local-strict/{{ .ResourceKind }}{{ .KindSuffix }}.json`,
        ],
        strict: true,
        // Of Istio and the Gateway API: the sandbox's API server judges those, by their own definitions.
        ignoreMissingSchemas: true,
      },
    },
  ],
});

interface Report {
  readonly Checks: readonly { readonly name: string }[];
  readonly Reports: readonly Told[] | null;
}

interface Told {
  readonly Check: string;
  readonly Diagnostic: { readonly Message: string };
  readonly Object: {
    readonly K8sObject: {
      readonly Namespace: string;
      readonly Name: string;
      readonly GroupVersionKind: { readonly Kind: string };
    };
  };
}

/** Every built-in check, also those that are off by default. */
export async function kubeLinter(
  program: string,
  schemas: string,
  { stack, folder, files }: Scanned,
): Promise<Scan> {
  const told = join(folder, "..", `${stack}.kube-linter.yaml`);
  writeFileSync(told, stringify(config(schemas)));
  const ran = await run(program, ["lint", "--config", told, "--format", "json", folder]);
  // It ends with 1 for findings too: whether it has looked is seen by what it prints.
  if (!ran.stdout.startsWith("{")) throw new Error(`kube-linter: ${ran.stderr.join("\n")}`);
  return kubeLinterScan(ran.stdout, stack, files.length);
}

export function kubeLinterScan(text: string, stack: string, objects: number): Scan {
  const { Checks, Reports } = JSON.parse(text) as Report;
  return {
    scanner: "kube-linter",
    version: scannerVersions.kubeLinter.version,
    stack,
    objects,
    checks: Checks.length,
    findings: (Reports ?? []).map(({ Check, Diagnostic, Object: { K8sObject: of } }) => ({
      scanner: "kube-linter",
      check: Check,
      stack,
      object: [of.GroupVersionKind.Kind, of.Namespace, of.Name].join("/"),
      message: Diagnostic.Message,
    })),
  };
}
