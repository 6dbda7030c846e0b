import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import ts from "typescript";

import { clone } from "../../sandbox/paths";
import { components, lift, liftedPage, partsOfOthers } from "../components/lifted-pages";

/** What `pulumi new aws-typescript` writes, and what the pages say beside it. */
const { options } = ts.convertCompilerOptionsFromJson(
  {
    strict: true,
    target: "es2023",
    module: "commonjs",
    moduleResolution: "node",
    // TypeScript 6 asks for this where `moduleResolution` is as the template has it.
    ignoreDeprecations: "6.0",
    experimentalDecorators: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
  },
  clone,
);

/** All in one compilation: most of the time goes into the types of AWS. */
describe("the examples of the components' pages", () => {
  it("compile as they are pasted, beside what the pages say to copy", () => {
    const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), "lifted-")));
    try {
      symlinkSync(join(clone, "node_modules"), join(elsewhere, "node_modules"));
      const programs = components
        .filter((component) => !(component in partsOfOthers))
        .map((component) => lift(liftedPage(component), join(elsewhere, component)));
      const typeRoots = [join(clone, "node_modules/@types")];
      const program = ts.createProgram(programs, { ...options, typeRoots });
      assert.deepEqual(
        ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
          const { line = 0 } = file?.getLineAndCharacterOfPosition(start) ?? {};
          const where = file ? `${relative(elsewhere, file.fileName)}:${line + 1}` : "";
          return `${where} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
        }),
        [],
      );
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});
