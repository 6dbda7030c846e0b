import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { TestSandbox } from "../sandbox";

interface AuditLine {
  readonly user: { readonly username: string };
  readonly verb: string;
  readonly requestURI: string;
  readonly objectRef?: {
    readonly namespace?: string;
    readonly resource: string;
    readonly name?: string;
  };
}

/** The writes of the administrator that the API server of a test's sandbox has noted since. */
export class Audit {
  private from = 0;

  constructor(private readonly sandbox: TestSandbox) {}

  /** What was written since the last time, as `VERB NAMESPACE RESOURCE NAME`. */
  since(): string[] {
    const file = join(this.sandbox.home, "dev", "control-plane", "logs", "audit.log");
    const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
    // Beyond its size it begins anew.
    const fresh = lines
      .slice(lines.length < this.from ? 0 : this.from)
      .map((line) => JSON.parse(line) as AuditLine);
    this.from = lines.length;
    return fresh
      .filter(({ user }) => user.username === "kubernetes-admin")
      .map(({ verb, objectRef: { namespace = "", resource = "", name = "" } = {} }) =>
        [verb, namespace, resource, name].join(" "),
      );
  }
}
