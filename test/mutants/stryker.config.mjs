import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";

const tests = "test/components/rollout";

// What a page says is no proof of what the code does, when the page is made from the code.
const quick = readdirSync(tests).filter(
  (file) => file.endsWith(".test.ts") && !["docs.test.ts", "replay.test.ts"].includes(file),
);

/** How Stryker runs; main.ts says on which file. */
export default {
  // The first test that fails ends a mutant, so the slow ones come last.
  mochaFiles: [...quick, "replay.test.ts"].map((file) => `${tests}/${file}`),
  testRunner: "mocha-in-process",
  plugins: [import.meta.resolve("./mocha-runner.mjs")],
  testRunnerNodeArgs: ["--require", "tsx/cjs", "--require", "./test/mutants/properties.ts"],
  coverageAnalysis: "perTest",
  concurrency: availableParallelism(),
  timeoutMS: 10_000,
  disableTypeChecks: false,
  ignorePatterns: ["**", "!*.ts", "!tsconfig.json", "!components/**", "!test/**"],
  symlinkNodeModules: false,
  tempDirName: ".sandbox/mutants/tmp",
  logLevel: "warn",
  reporters: ["clear-text", "progress"],
  clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false },
};
