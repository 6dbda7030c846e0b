// Runs mocha for Stryker, in one process for many mutants. Stryker's own runner for Node 20 knows mocha up to 11.
import { commonTokens, declareClassPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import Mocha from "mocha";
import { resolve } from "node:path";

/** What the mutated code reads and writes: which mutant is on, and which ones a test comes by. */
const stryker = (globalThis.__stryker__ ??= {});

class MochaRunner {
  static inject = tokens(commonTokens.options);
  #mocha = new Mocha({ reporter: "base", timeout: 0 });
  #loaded = false;
  #results = [];

  /** @param {{ mochaFiles: string[] }} options */
  constructor({ mochaFiles }) {
    this.#mocha.cleanReferencesAfterRun(false);
    this.#mocha.suite.beforeEach(function () {
      stryker.currentTestId = this.currentTest.fullTitle();
    });
    for (const file of mochaFiles) this.#mocha.addFile(resolve(file));
  }

  /** A module that is loaded stays loaded: a mutant of what runs while it loads needs a process of its own. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun({ disableBail }) {
    const result = await this.#run(disableBail);
    return { ...result, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit, mutantActivation }) {
    stryker.hitLimit = hitLimit;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    const titles = testFilter?.map(escaped);
    this.#mocha.grep(titles ? new RegExp(`^(?:${titles.join("|")})$`) : /^/);
    if (mutantActivation === "static") stryker.activeMutant = activeMutant.id;
    return toMutantRunResult(await this.#run(disableBail, activeMutant.id));
  }

  async #run(disableBail, activeMutant) {
    try {
      if (!this.#loaded) await this.#mocha.loadFilesAsync();
      this.#loaded = true;
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error) };
    }
    stryker.activeMutant = activeMutant;
    bail(this.#mocha.suite, !disableBail);
    this.#results = [];
    await new Promise((done) => this.#listen(this.#mocha.run(done)));
    return (
      determineHitLimitReached(stryker.hitCount, stryker.hitLimit) ?? {
        status: DryRunStatus.Complete,
        tests: this.#results,
      }
    );
  }

  #listen(runner) {
    const add = (test, outcome) => {
      const name = test.fullTitle();
      const { file: fileName, duration: timeSpentMs = 0 } = test;
      this.#results.push({ id: name, name, fileName, timeSpentMs, ...outcome });
    };
    runner.on("pass", (test) => add(test, { status: TestStatus.Success }));
    runner.on("fail", (test, error) =>
      add(test, { status: TestStatus.Failed, failureMessage: String(error?.message ?? error) }),
    );
  }
}

function bail(suite, whether) {
  suite.bail(whether);
  for (const child of suite.suites) bail(child, whether);
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "mocha-in-process", MochaRunner),
];

/** What the config may hold beside Stryker's own options: the test files, in the order in which they run. */
export const strykerValidationSchema = {
  properties: { mochaFiles: { type: "array", items: { type: "string" } } },
};
