import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives the tests of the suite at hand a sandbox folder of their own, which is gone after them. */
export function useOwnHome(): void {
  const before = process.env.SANDBOX_HOME;
  const home = mkdtempSync(join(tmpdir(), "twelve-street-"));
  beforeEach(() => {
    process.env.SANDBOX_HOME = home;
  });
  after(() => {
    if (before === undefined) delete process.env.SANDBOX_HOME;
    else process.env.SANDBOX_HOME = before;
    rmSync(home, { recursive: true, force: true });
  });
}
