import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import program from "../../stacks/main";
import {
  ConfigError,
  managedSecretKeys,
  parseConfig,
  requireSecrets,
  secretKeys,
} from "../../stacks/config";
import { readManaged } from "../../stacks/managed-secrets";
import { readSecretTable } from "../../stacks/platform-secrets";
import { withoutAnswers } from "../../stacks/quiet-debug";
import { run, type Run } from "../mocks";
import { changed, passwords, smallest, type Raw } from "./committed";

const secretId = "twelve-street/dev";
const key = "twelve-street:secretsManager.secretId";
const named = (): Raw => changed(smallest(), key, secretId);
const asText = (raw: Raw) =>
  Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );

/** The stack with these secrets in Secrets Manager, and some in its encrypted config. */
const up = (text: string | undefined, encrypted?: object): Promise<Run> =>
  run(program, {
    stack: "dev",
    config: {
      ...asText(named()),
      ...(encrypted && { "twelve-street:secrets": JSON.stringify(encrypted) }),
    },
    secretKeys: ["twelve-street:secrets"],
    secrets: text === undefined ? {} : { [secretId]: text },
  });

const refused = async (text: string | undefined, encrypted?: object): Promise<string> => {
  try {
    await up(text, encrypted);
  } catch (error) {
    assert.equal((error as Error).constructor.name, "RunError");
    return (error as Error).message;
  }
  assert.fail("the secrets were taken");
};

const without = (table: object, name: string): object =>
  Object.fromEntries(Object.entries(table).filter(([key]) => key !== name));

const objects = ({ resources }: Run): Map<string, string> =>
  new Map(resources.map(({ urn, inputs }) => [urn, JSON.stringify(inputs)]));

const differing = (a: Run, b: Run): string[] => {
  const [one, two] = [objects(a), objects(b)];
  return [...new Set([...one.keys(), ...two.keys()])]
    .filter((urn) => one.get(urn) !== two.get(urn))
    .map((urn) => (urn.split(/[$:]/).at(-1) ?? "").replace(/-[0-9a-f]{10}$/, ""))
    .sort();
};

describe("secrets in AWS Secrets Manager", () => {
  const { orders, ...others } = passwords;
  let first: Run;

  before(async () => {
    first = await up(JSON.stringify(others), { orders });
  });

  it("reach the Secrets beside those of the encrypted config, and nothing plain", () => {
    const secrets = first.ofType("kubernetes:core/v1:Secret");
    assert.equal(secrets.length, 4);
    for (const { name, inputs } of secrets)
      assert.ok(JSON.stringify(inputs).includes(`${name.replace(/-\w+$/, "")}-pass`), name);
    const values = [passwords.namingKey, "products-pass", "orders-pass", "oauth-pass"];
    for (const { name, inputs, secretInputs } of first.resources)
      for (const [property, value] of Object.entries(inputs))
        for (const secret of secretInputs.includes(property) ? [] : values)
          assert.ok(!JSON.stringify(value).includes(secret), `${name}.${property}`);
    for (const secret of values) assert.ok(!JSON.stringify(first.outputs).includes(secret));
  });

  it("are secret before anybody asks for one of them", async () => {
    const { outputs } = await run(
      async () => {
        const table = await readSecretTable(parseConfig("dev", named()));
        return { secret: await pulumi.isSecret(table) };
      },
      { secrets: { [secretId]: JSON.stringify(passwords) } },
    );
    assert.equal(outputs.secret, true);
  });

  it("roll the pods of whose value was changed there, written in tables or side by side", async () => {
    const flat = {
      ...without(passwords, "oauth"),
      "oauth.SPRING_DATASOURCE_PASSWORD": "rotated-pass",
    };
    // The others have moved there, which changes nothing.
    const rotated = await up(JSON.stringify(flat));
    assert.deepEqual(differing(first, rotated), ["oauth", "oauth", "oauth"]);
    const [secret] = rotated
      .ofType("kubernetes:core/v1:Secret")
      .filter(({ name }) => name.startsWith("oauth"));
    assert.ok(JSON.stringify(secret?.inputs).includes("rotated-pass"));
  });

  it("are told by their keys where they are missing, with commands that show no value", async () => {
    const lacking = without(others, "products");
    const text = await refused(JSON.stringify(lacking), { orders });
    assert.match(
      text,
      /secretId is "twelve-street\/dev": its JSON lacks products\.SPRING_DATASOURCE_PASSWORD/,
    );
    assert.match(text, /nothing was created/);
    assert.match(
      text,
      /put-secret-value --region ap-northeast-2 --secret-id twelve-street\/dev --secret-string file:/,
    );
    assert.doesNotMatch(text, /orders|Mend it in stacks/);
  });

  it("are told of where they cannot be read, with AWS's reason", async () => {
    const text = await refused(undefined);
    assert.match(text, /cannot be read \(.*ResourceNotFoundException.*\)/);
    assert.match(
      text,
      /secretsmanager:GetSecretValue.*create-secret .*--name twelve-street\/dev .*file:/,
    );
  });

  it("have one place each", async () => {
    const text = await refused(JSON.stringify(passwords), { orders });
    assert.match(
      text,
      /secrets\.orders\.SPRING_DATASOURCE_PASSWORD is given here and in twelve-street\/dev of AWS Secrets Manager/,
    );
  });

  it("are not asked of the encrypted config, nor those that it has of Secrets Manager", () => {
    const config = parseConfig("dev", {
      ...asText(named()),
      "twelve-street:secrets": JSON.stringify({ orders }),
    });
    assert.deepEqual(secretKeys(config), []);
    assert.doesNotThrow(() => requireSecrets(config));
    const all = secretKeys(parseConfig("dev", smallest()));
    assert.deepEqual(
      managedSecretKeys(config),
      all.filter((it) => !it.includes(".orders.")),
    );
    assert.deepEqual(managedSecretKeys(parseConfig("dev", smallest())), []);
  });

  it("never stand in a message, whatever is wrong with them", () => {
    const asked = { needed: [], elsewhere: new Set<string>() };
    const wrong: [says: RegExp, value: unknown][] = [
      [/no JSON object/, "hunter2"],
      [/no JSON object/, ["hunter2"]],
      [/its namingKey is shorter than 16/, { namingKey: "hunter2" }],
      [
        /its oauth\.SPRING\w+ is not a text/,
        { oauth: { SPRING_DATASOURCE_PASSWORD: ["hunter2"] } },
      ],
      [/its oauth is not a secret that is known/, { oauth: "hunter2" }],
      [/did you mean grafanaPassword/, { grafanaPasword: "hunter2" }],
      [
        /has oauth\.SPRING\w+ twice/,
        {
          oauth: { SPRING_DATASOURCE_PASSWORD: "hunter2" },
          "oauth.SPRING_DATASOURCE_PASSWORD": "hunter2",
        },
      ],
    ];
    const texts = ['hunter2"}', ...wrong.map(([, value]) => JSON.stringify(value))];
    const says = [/no JSON object/, ...wrong.map(([it]) => it)];
    for (const [at, text] of texts.entries()) {
      const { problems } = readManaged({ secretId, region: "eu-west-1" }, text, asked);
      const { message } = new ConfigError("dev", problems);
      assert.match(message, says[at] ?? /$./);
      assert.ok(!message.includes("hunter2"), message);
    }
  });

  it("have a name that AWS knows", () => {
    for (const right of [secretId, "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf"])
      assert.doesNotThrow(() => parseConfig("dev", changed(smallest(), key, right)));
    for (const wrong of ["", "two words", "arn:aws:s3:::bucket", 7])
      assert.throws(
        () => parseConfig("dev", changed(smallest(), key, wrong)),
        /secretsManager\.secretId is .*: .*give the name or ARN of a secret/,
      );
  });
});

describe("what the SDK tells the engine", () => {
  it("has no answers in it, which hold the secrets", () => {
    const told: string[] = [];
    const sdk = { debug: (message: string) => Promise.resolve(void told.push(message)) };
    withoutAnswers(sdk);
    withoutAnswers(sdk);
    void sdk.debug("Invoke RPC finished: tok=aws:x/y:y; err: null, resp: hunter2\nresp: hunter2");
    void sdk.debug("RegisterResource RPC finished: resource:x; err: null, resp: ,hunter2");
    void sdk.debug("Registering resource: t=x");
    assert.deepEqual(told, [
      "Invoke RPC finished: tok=aws:x/y:y; err: null, resp: (left out)",
      "RegisterResource RPC finished: resource:x; err: null, resp: (left out)",
      "Registering resource: t=x",
    ]);
  });
});
