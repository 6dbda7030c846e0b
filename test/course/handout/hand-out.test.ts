import assert from "node:assert/strict";

import { handOut, untilTheEnd, validityText } from "../../../course/handout/hand-out";
import { tokens } from "../../../course/handout/tokens";
import type { Api } from "../../../sandbox/providers/kubernetes/api";
import { ApiError, UnreachableError } from "../../../sandbox/providers/kubernetes/errors";

const granted = "2026-11-23T09:00:00Z";
const expires = new Date(granted);

/** An API server that answers some students with a token, and the others with an error. */
function server(refuses: (student: string) => Error | undefined) {
  const asked: string[] = [];
  const request = (_method: string, path: string) => {
    const student = path.split("/")[4] ?? "";
    asked.push(student);
    const error = refuses(student);
    if (error) return Promise.reject(error);
    const status = { token: `token of ${student}`, expirationTimestamp: granted };
    return Promise.resolve({ status });
  };
  return { asked, api: { request } as unknown as Api };
}

/** Hands out on that server, and keeps what would be written. */
async function run(students: readonly string[], refuses: (student: string) => Error | undefined) {
  const { asked, api } = server(refuses);
  const written: Record<string, string> = {};
  const issue = untilTheEnd(tokens(api, 12));
  const handed = await handOut(
    students,
    async (student) => {
      const { token, expires: until } = await issue(student);
      written[student] = token;
      return { file: `${student}.kubeconfig`, expires: until };
    },
    (student) => `reset --students ${student}`,
  );
  return { ...handed, asked, written };
}

const gone = new ApiError(404, { message: 'serviceaccounts "student" not found' });
const leaving = new ApiError(403, {
  message: "forbidden: because it is being terminated",
  details: { causes: [{ reason: "NamespaceTerminating" }] },
});

describe("a handout", () => {
  it("goes on where one student's environment is gone or going, and says how it comes back", async () => {
    for (const error of [gone, leaving]) {
      const { given, problems, written } = await run(["user01", "user02", "user03"], (it) =>
        it === "user02" ? error : undefined,
      );
      assert.deepEqual(given, {
        user01: { file: "user01.kubeconfig", expires },
        user03: { file: "user03.kubeconfig", expires },
      });
      assert.deepEqual(Object.keys(written), ["user01", "user03"]);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", /^No kubeconfig for user02: .*"reset --students user02"/);
      assert.doesNotMatch(problems[0] ?? "", /rights|administrator/);
    }
  });

  it("tells each of several apart", async () => {
    const forbidden = new ApiError(403, { message: "cannot create" });
    const { problems } = await run(["user01", "user02"], (it) =>
      it === "user01" ? forbidden : gone,
    );
    assert.match(problems[0] ?? "", /user01: cannot create\. Your own rights do not reach/);
    assert.match(problems[1] ?? "", /user02: .*reset/);
  });

  it("asks no more once credentials have run out or nobody answers, and says so once", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `user${index.toString()}`);
    for (const [error, says] of [
      [new ApiError(401, { message: "Unauthorized" }), /Your credentials have run out: log in/],
      [new UnreachableError("https://x", new Error("refused")), /See that the cluster is up/],
    ] as const) {
      const { given, problems, asked } = await run(names, (it) =>
        it === "user0" ? undefined : error,
      );
      assert.deepEqual(Object.keys(given), ["user0"]);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", says);
      assert.ok(problems[0]?.startsWith("No kubeconfig for user1, user2"));
      assert.ok(asked.length < names.length, `${asked.length.toString()} asked`);
    }
  });
});

describe("how long a handout is good for", () => {
  const hoursBefore = (hours: number) => new Date(expires.getTime() - hours * 3_600_000);

  it("is what the API server has granted, and said so where that is less", () => {
    assert.equal(
      validityText([expires], 12, hoursBefore(12)),
      "Where they hold a token, it is good until 2026-11-23 09:00 UTC.",
    );
    assert.equal(
      validityText([expires], 48, hoursBefore(24)),
      "Where they hold a token, it is good until 2026-11-23 09:00 UTC: the API server grants 24 of the 48 hours that --hours asks for.",
    );
  });

  it("is that of the token that ends first, whatever little the clocks differ by", () => {
    const later = new Date(expires.getTime() + 60_000);
    const says = validityText([later, expires], 12, new Date(hoursBefore(12).getTime() + 120_000));
    assert.equal(says, "Where they hold a token, it is good until 2026-11-23 09:00 UTC.");
  });
});
