/* global process */
// Loaded into `course` before anything else: notes each file that it writes, and ends it after the one that is
// named. Nobody outside could be as exact. What is waited for by the clock alone is cut short.
const fs = require("node:fs");
const timers = require("node:timers/promises");

const { WRITES_LOG: log, WRITES_MOST: most } = process.env;

if (log && process.argv.some((word) => word.endsWith("course/cli.ts"))) {
  const rename = fs.renameSync;
  fs.renameSync = (from, to) => {
    rename(from, to);
    fs.appendFileSync(log, `file ${to}\n`);
    const writes = fs.readFileSync(log, "utf8").split("\n").length - 1;
    if (writes >= Number(most)) process.kill(process.pid, "SIGKILL");
  };
  const wait = timers.setTimeout;
  timers.setTimeout = (ms, ...rest) => wait(Math.min(ms, 1000), ...rest);
}
