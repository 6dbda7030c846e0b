import { moves } from "./model/moves";
import { stories } from "./model/stories";

// A few of each; test/e2e/rollout-replay.test.ts has many.
describe("rollout: a service moves from any state to any other", () => moves(5));

describe("rollout: a service lives through versions, promoted, aborted and killed anywhere", () =>
  stories(10));
