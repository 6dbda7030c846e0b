import assert from "node:assert/strict";
import { OutgoingMessage } from "node:http";

import { Command, Option } from "commander";
import fc from "fast-check";

import {
  bar,
  colourPaint,
  frame,
  line,
  plainPaint,
  type Scene,
} from "../../../course/traffic/bars";
import { entryOf } from "../../../course/traffic/entry";
import * as flags from "../../../course/traffic/flags";
import { Jars } from "../../../course/traffic/jars";
import { Recent } from "../../../course/traffic/recent";
import { clock, latency } from "../../../course/traffic/words";
import type { StackService } from "../../../stacks/stack-services";
import { outcome } from "./outcomes";

describe("course traffic: the wall", () => {
  const recent = new Recent();
  for (let at = 0; at < 300; at += 1)
    recent.add(outcome(at % 4 === 0 ? "v2" : "v1", { status: at === 299 ? 503 : 200 }), at * 100);
  const scene: Scene = {
    service: "products",
    where: "http://127.0.0.1:8080, this machine's sandbox",
    rps: 10,
    elapsedSeconds: 30,
    forSeconds: 90,
    recent: recent.window(29_999),
    requests: 300,
    failed: 1,
    endings: { "200": 299, "503": 1 },
    route: { weights: { v1: 80, v2: 20 }, rules: 0 },
    versions: ["v1", "v2", "v0"],
  };

  it("shows the last seconds only", () => {
    assert.equal(scene.recent.requests, 100);
    assert.equal(scene.recent.versions.get("v2"), 25);
    assert.equal(recent.window(60_000).requests, 0);
  });

  it("has a bar for each version, with the weight that is set, and fits the terminal", () => {
    const lines = frame(scene, 60, plainPaint);
    assert.deepEqual(
      lines
        .filter((it) => /^ {2}v\d /.test(it))
        .map((it) => it.replace(/\s*[█▏▎▍▌▋▊▉│ ]{8,}\s*/, " | ")),
      ["  v0 | 0.0 %  set 0 %", "  v1 | 75.0 %  set 80 %", "  v2 | 25.0 %  set 20 %"],
    );
    for (const columns of [40, 60, 200])
      for (const text of frame(scene, columns, plainPaint))
        assert.ok(text.length < Math.max(columns, 62), `${columns}: ${text}`);
    const text = lines.join("\n");
    for (const part of ["0:30 of 1:30", "route: v1 80 %, v2 20 %", "1 failed", "503 × 1"])
      assert.ok(text.includes(part), part);
    const escape = "\u001b";
    assert.ok(!text.includes(escape));
    assert.ok(frame(scene, 60, colourPaint).join("").includes(escape));
  });

  it("is one line where nothing can be redrawn", () => {
    const text = line(scene);
    assert.match(
      text,
      /^ 0:30 {2}v0 0\.0 % \(set 0 %\) {2}v1 75\.0 % \(set 80 %\) {2}v2 25\.0 % .* {2}1 failed/,
    );
  });

  it("draws shares to an eighth of a character, and marks what is set", () => {
    assert.equal(bar(0.5, 10), "█████     ");
    assert.equal(bar(0.06, 10), "▋         ");
    assert.equal(bar(0.5, 10, 0.8), "█████  │  ");
    assert.equal(bar(1, 4, 1), "███│");
  });

  it("has numbers that are read at a glance", () => {
    assert.deepEqual([clock(5), clock(65), clock(3725)], ["0:05", "1:05", "1:02:05"]);
    assert.deepEqual([0.842, 6.14, 229.6, 1900, undefined].map(latency), [
      "0.84 ms",
      "6.1 ms",
      "230 ms",
      "1.9 s",
      "–",
    ]);
  });
});

describe("course traffic: what it is told", () => {
  it("takes rates, times, headers and cookies as people write them", () => {
    assert.equal(flags.duration("1h30m"), 5400);
    assert.equal(flags.milliseconds("1.5s"), 1500);
    assert.deepEqual(flags.header("X-Group:b:c", { a: "1" }), { a: "1", "x-group": "b:c" });
    assert.deepEqual(flags.cookie("group=b=1", { a: "1" }), { a: "1", group: "b=1" });
    assert.equal(flags.method("post"), "POST");
    assert.equal(flags.address("http://127.0.0.1:80"), "http://127.0.0.1/");
  });

  it("refuses what is none, with what to give instead", () => {
    const bad: [(text: string) => unknown, string][] = [
      ...["0", "-1", "x", "", "9999"].map((it) => [flags.rate, it] as [typeof flags.rate, string]),
      ...["30", "5x", "0s", "s", "2m x", "25h"].map(
        (it) => [flags.duration, it] as [typeof flags.duration, string],
      ),
      [flags.header, "no-colon-c"],
      [flags.header, "bad name: c"],
      [flags.header, "x: c\u0001"],
      [flags.header, "Cookie: a=b"],
      [flags.header, "trailer: x"],
      [flags.cookie, "c"],
      [flags.cookie, "a=c; b=1"],
      [flags.cookie, "名=1"],
      [flags.cookie, "a=名"],
      [flags.userAgent, "\u0001"],
      [flags.userAgent, "Firefox\r"],
      [flags.address, "127.0.0.1:80"],
      [flags.address, "ftp://host/"],
      [flags.address, "http://me:c@host/"],
      [flags.path, "products"],
      [flags.path, "//products/x"],
      [flags.path, "/\\products/x"],
      [flags.method, "G T"],
      [flags.clients, "1.5"],
      [flags.connections, "0"],
    ];
    for (const [take, text] of bad)
      assert.throws(() => take(text), { message: /^(give|it has)/ }, text);
  });

  it("names the flag, what was given and what to give, before anything is sent", () => {
    const said = (option: string, take: (text: string) => unknown, text: string) => {
      const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
      command.addOption(new Option(option).argParser(take));
      const [flag = ""] = option.split(" ");
      try {
        command.parse([flag, text], { from: "user" });
      } catch (error) {
        return (error as Error).message;
      }
      return "taken";
    };
    assert.equal(
      said("--header <header>", flags.header, "Cookie: a=b"),
      "error: option '--header <header>' argument 'Cookie: a=b' is invalid. give cookies by --cookie NAME=VALUE, one each",
    );
    assert.match(said("--cookie <cookie>", flags.cookie, "名=1"), /'名=1' is invalid\. it has/);
    assert.match(said("--path <path>", flags.path, "//a/x"), /'\/\/a\/x' is invalid\. give a path/);
    assert.equal(said("--cookie <cookie>", flags.cookie, "a=1"), "taken");
  });

  it("takes nothing that a request chokes on, or that leads elsewhere", () => {
    const build = (headers: Readonly<Record<string, string>>) =>
      new OutgoingMessage().setHeaders(new Map(Object.entries(headers)));
    const taken = <T>(take: () => T, use: (value: T) => void) => {
      let value: T;
      try {
        value = take();
      } catch {
        return;
      }
      use(value);
    };
    const some = fc.constantFrom("a", "/", "\\", ":", ";", " ", "\r", "\0", "é", "名");
    const text = fc.oneof(fc.string(), fc.string({ unit: some }));
    fc.assert(
      fc.property(text, text, (one, two) => {
        taken(() => flags.header(`${one}:${two}`), build);
        taken(
          () => flags.userAgent(one),
          (agent) => build({ "user-agent": agent }),
        );
        taken(
          () => flags.cookie(`${one}=${two}`),
          (cookies) => build({ cookie: new Jars(0).header(undefined, "http://a/", cookies) }),
        );
        taken(
          () => flags.path(`/${one}`),
          (path) => assert.equal(new URL(path, "http://here/").host, "here"),
        );
      }),
    );
  });

  it("finds a service's way through the stack's public ones, or says which is missing", () => {
    const services = ["products", "gateway"].map((name) => ({ name })) as StackService[];
    assert.deepEqual(entryOf("products", services), { through: "gateway", path: "/products" });
    assert.throws(
      () => entryOf("recommendation", services),
      /through customer, which is switched off/,
    );
    assert.throws(() => entryOf("other", services), /--url/);
  });
});
