import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { serviceImages } from "../../apps/twelve-street/images";
import { serviceNames } from "../../apps/twelve-street/services";
import { ImageBuild } from "../../components/image-build";
import { checkImages } from "../../components/image-build/args";
import { imageTag } from "../../components/image-build/tag";
import { at, run, type Run } from "../mocks";

const registry = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com";
const recipes = join(__dirname, "../../apps/twelve-street/images");

describe("ImageBuild", () => {
  let made: Run;
  const build = (name: string) => made.one("docker-build:index:Image", `shop-${name}`);

  before(async () => {
    made = await run(() => {
      const { tags, refs } = new ImageBuild("shop", {
        images: serviceImages,
        repositories: Object.fromEntries(
          serviceNames.map((name) => [name, `${registry}/shop/${name}`]),
        ) as Record<(typeof serviceNames)[number], string>,
      });
      return { tags, refs };
    });
  });

  it("builds each service from its upstream commit, by a recipe of ours, and pushes it", () => {
    assert.equal(made.ofType("docker-build:index:Image").length, serviceNames.length);
    const { inputs } = build("orders");
    assert.equal(
      at(inputs, "context", "named", "source", "location"),
      "https://github.com/event-storming/reqres_orders.git#1e3587d60451193f0df50b72f1dba694f7217a37",
    );
    assert.equal(at(inputs, "context", "location"), "apps/twelve-street/images/spring");
    assert.equal(
      at(inputs, "dockerfile", "location"),
      "apps/twelve-street/images/spring/Dockerfile",
    );
    assert.deepEqual(inputs.platforms, ["linux/amd64"]);
    assert.deepEqual([inputs.push, inputs.buildOnPreview], [true, false]);
    assert.match(at(build("ui").inputs, "buildArgs", "NODE_IMAGE") as string, /^node:16\./);
  });

  it("tags by the source's commit, known before the build", () => {
    const tag = at(made.outputs.tags, "orders") as string;
    assert.match(tag, /^commit-1e3587d60451-[0-9a-f]{6}$/);
    assert.deepEqual(build("orders").inputs.tags, [`${registry}/shop/orders:${tag}`]);
    assert.match(at(made.outputs.refs, "orders") as string, new RegExp(`:${tag}@sha256:`));
  });

  it("logs in to ECR with a password that stays secret", () => {
    const { inputs, secretInputs } = build("orders");
    assert.equal(at(inputs, "registries", 0, "address"), registry);
    assert.equal(at(inputs, "registries", 0, "username"), "AWS");
    assert.deepEqual(secretInputs, ["registries"]);
  });
});

describe("tags of images", () => {
  const commit = "1e3587d60451193f0df50b72f1dba694f7217a37";
  const recipe = { folder: join(recipes, "ui"), buildArgs: { A: "1", B: "2" }, platform: "amd64" };

  it("are the same for the same source and recipe", () =>
    assert.equal(
      imageTag(commit, recipe),
      imageTag(commit, { ...recipe, buildArgs: { B: "2", A: "1" } }),
    ));

  it("change with the commit, the platform, an argument and a file", () => {
    const folder = mkdtempSync(join(tmpdir(), "recipe-"));
    cpSync(recipe.folder, folder, { recursive: true });
    assert.equal(imageTag(commit, { ...recipe, folder }), imageTag(commit, recipe));
    writeFileSync(join(folder, "default.conf"), "changed");
    const tags = [
      imageTag(commit, recipe),
      imageTag(commit.replace("1", "2"), recipe),
      imageTag(commit, { ...recipe, platform: "arm64" }),
      imageTag(commit, { ...recipe, buildArgs: { A: "2", B: "2" } }),
      imageTag(commit, { ...recipe, folder }),
    ];
    rmSync(folder, { recursive: true });
    assert.equal(new Set(tags).size, tags.length);
  });
});

describe("recipes of images", () => {
  for (const folder of ["spring", "ui"])
    it(`${folder}: two stages, no root, port 8080, images by argument alone`, () => {
      const lines = readFileSync(join(recipes, folder, "Dockerfile"), "utf8").split("\n");
      const having = (start: string) => lines.filter((line) => line.startsWith(start));
      assert.equal(having("FROM ${").length, 2);
      assert.equal(having("FROM").length, 2);
      assert.deepEqual(having("USER"), ["USER 10001:10001"]);
      assert.deepEqual(having("EXPOSE"), ["EXPOSE 8080"]);
      const asked = having("ARG ").map((line) => line.slice(4));
      const name = folder === "ui" ? "ui" : "orders";
      assert.deepEqual(Object.keys(serviceImages[name].buildArgs ?? {}), asked);
    });

  it("put the gateway's address into the pages, and nothing that is no address", () => {
    const folder = mkdtempSync(join(tmpdir(), "ui-"));
    const script = readFileSync(join(recipes, "ui/50-gateway-address.sh"), "utf8")
      .replaceAll("/tmp/www", join(folder, "www"))
      .replaceAll("/opt/www", join(folder, "dist"));
    const start = (address: string) =>
      execFileSync("sh", ["-c", script], {
        env: { ...process.env, VUE_APP_API_HOST: address },
        stdio: "pipe",
      });
    execFileSync("mkdir", [join(folder, "dist")]);
    writeFileSync(join(folder, "dist/app.js"), 'host="__VUE_APP_API_HOST__"');
    start("http://gateway.example.com:8080");
    assert.equal(
      readFileSync(join(folder, "www/app.js"), "utf8"),
      'host="http://gateway.example.com:8080"',
    );
    for (const bad of ["", 'http://x"|;alert(1)']) assert.throws(() => start(bad));
    rmSync(folder, { recursive: true });
  });
});

describe("arguments of an image build", () => {
  const refused: readonly (readonly [string, object, RegExp])[] = [
    ["a branch", { commit: "main" }, /^images\.ui\.commit is "main": give the forty digits/],
    [
      "a password in the address",
      { repository: "https://me:word@example.com/ui.git" },
      /^images\.ui\.repository is .*: give an HTTPS address/,
    ],
    [
      "a folder without a Dockerfile",
      { recipe: recipes },
      /^images\.ui\.recipe is .*Dockerfile\.$/,
    ],
  ];
  for (const [what, args, message] of refused)
    it(`refuse ${what}`, () =>
      assert.throws(() => checkImages({ ui: { ...serviceImages.ui, ...args } }), {
        name: "ArgumentError",
        message,
      }));
});
