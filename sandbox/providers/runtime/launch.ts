import { fstatSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/**
 * Starts a bundle with V8's compiled code of its last run. The engine starts its providers one after the other, so a quarter off
 * each start is felt in every preview. V8 itself refuses code of another version or source.
 */
function launch(file: string): void {
  const codeFile = `${file}.code`;
  const cachedData = readIfThere(codeFile);
  const script = new Script(Module.wrap(readFileSync(file, "utf8")), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} };
  const start = script.runInThisContext() as (...parts: unknown[]) => void;
  start.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  if (cachedData && script.cachedDataRejected !== true) return;
  // Later, so that it also holds the functions that the first requests compile, and delays none of them.
  setTimeout(() => {
    const part = `${codeFile}.${process.pid.toString()}.part`;
    writeFileSync(part, script.createCachedData(), { mode: 0o600 });
    renameSync(part, codeFile);
  }, 1000).unref();
}

/**
 * The engine holds our input open as long as it lives. One that was killed ends no plugin, which would then go on writing beside the
 * next run's.
 */
function endWithEngine(): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on("end", () => process.exit()).resume();
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

// The engine's own arguments follow; the bundle reads them where a program started directly would.
const [file] = process.argv.splice(2, 1);
if (file === undefined) throw new Error("launch needs the path of a bundle");
endWithEngine();
launch(file);
