import { moves } from "../components/rollout/model/moves";
import { stories } from "../components/rollout/model/stories";

// Needs no cluster, but time: the unit tests have a few of these.
describe("rollout: a service moves from any state to any other, many times", () => moves(75));

describe("rollout: a service lives through versions, many times", () => stories(300));
