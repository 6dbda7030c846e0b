import fc from "fast-check";

/** How often each property is tried, where its test does not say: `npm run test:full` asks for more. */
const runs = Number(process.env.PROPERTY_RUNS ?? 100);

fc.configureGlobal({ numRuns: runs });
