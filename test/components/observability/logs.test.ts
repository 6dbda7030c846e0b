import assert from "node:assert/strict";

import { Observability, type ObservabilityArgs } from "../../../components/observability";
import type {
  eckOperatorValues,
  eckStackValues,
} from "../../../components/observability/elasticsearch";
import type {
  cloudWatchValues,
  toElasticsearchValues,
} from "../../../components/observability/fluent-bit";
import { platformVersions } from "../../../versions";
import { at, run, type Run } from "../../mocks";
import { base, release, sections } from "./fixtures";

const group = "/twelve-street/dev/containers";
const cloudWatch = { to: "cloudWatch", group, onDestroy: "delete" } as const;
const elastic = { to: "elasticsearch", onDestroy: "keep" } as const;

const up = (args: Partial<ObservabilityArgs>) =>
  run(() => {
    const made = new Observability("obs", { ...base, prometheus: false, ...args });
    return {
      group: made.logGroupName ?? "none",
      consoles: made.consoles.map(({ name }) => name),
    };
  });

const waitsFor = ({ dependencies }: { dependencies: readonly string[] }, name: string): boolean =>
  dependencies.some((urn) => urn.endsWith(`::${name}`));

const policy = (result: Run, name: string) =>
  JSON.parse(String(result.one("aws:iam/rolePolicy:RolePolicy", name).inputs.policy)) as {
    Statement: { Action: string[]; Resource: string[] }[];
  };

describe("container logs to CloudWatch", () => {
  type Values = ReturnType<typeof cloudWatchValues> & { env: { name: string; value: string }[] };

  it("go to a group of their own, kept for as long as it says", async () => {
    const result = await up({ logs: { ...cloudWatch, retentionDays: 30, onDestroy: "keep" } });
    const { inputs } = result.one("aws:cloudwatch/logGroup:LogGroup", "obs-logs");
    assert.equal(inputs.name, group);
    assert.equal(inputs.retentionInDays, 30);
    assert.equal(inputs.skipDestroy, true);
    assert.equal(result.outputs.group, group);
  });

  it("go on in a group that an earlier stack has kept, which stays as it is", async () => {
    const result = await up({ logs: { ...cloudWatch, existingGroup: true, onDestroy: "keep" } });
    assert.deepEqual(result.ofType("aws:cloudwatch/logGroup:LogGroup"), []);
    const found = release<Values>(result, "obs-fluent-bit");
    // It is looked up, so that a missing one ends the preview.
    assert.ok(waitsFor(found, "obs-logs"));
    const { config } = found.inputs.values;
    assert.equal(sections(config.outputs)[0]?.settings.log_group_name, group);
  });

  it("are written by Fluent Bit, stream by pod, and it makes no group by itself", async () => {
    const found = release<Values>(await up({ logs: cloudWatch }), "obs-fluent-bit");
    assert.equal(found.inputs.version, platformVersions.fluentBitChart.version);
    const { config, env } = found.inputs.values;
    const [output, ...others] = sections(config.outputs);
    assert.deepEqual(others, []);
    assert.equal(output?.settings.Name, "cloudwatch_logs");
    assert.equal(output.settings.log_group_name, group);
    assert.equal(output.settings.auto_create_group, "false");
    assert.equal(output.settings.region, "${AWS_REGION}");
    assert.deepEqual(env, [{ name: "AWS_REGION", value: "ap-northeast-2" }]);
    // Fluent Bit refuses to start without a name for lines that fit no template, and after a name
    // that is filled in takes nothing but a full stop or a comma.
    assert.ok(output.settings.log_stream_prefix);
    const template = output.settings.log_stream_template ?? "";
    assert.match(template, /^(\$kubernetes\['\w+'\])(\.\$kubernetes\['\w+'\])*$/);
  });

  it("may write into that group and do nothing else", async () => {
    const result = await up({ logs: cloudWatch });
    const [statement, ...others] = policy(result, "obs-fluent-bit").Statement;
    assert.deepEqual(others, []);
    assert.deepEqual(statement?.Resource, [
      `arn:aws:logs:*:*:log-group:${group}`,
      `arn:aws:logs:*:*:log-group:${group}:*`,
    ]);
    assert.deepEqual(statement.Action, [
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]);
  });

  it("get their rights by Pod Identity before the pods start", async () => {
    const result = await up({ logs: cloudWatch });
    const found = release<Values>(result, "obs-fluent-bit");
    const { inputs } = result.one(
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "obs-fluent-bit",
    );
    assert.equal(inputs.namespace, found.inputs.namespace);
    assert.equal(inputs.serviceAccount, found.inputs.values.serviceAccount.name);
    assert.ok(waitsFor(found, "obs-logs"));
    assert.ok(found.dependencies.some((urn) => urn.includes("podIdentityAssociation")));
    assert.ok(found.dependencies.some((urn) => urn.includes("rolePolicy")));
  });

  it("come from the chosen namespaces only", async () => {
    const { config } = release<Values>(
      await up({ logs: { ...cloudWatch, namespaces: ["shop", "user35"] } }),
      "obs-fluent-bit",
    ).inputs.values;
    assert.equal(
      sections(config.inputs)[0]?.settings.Path,
      "/var/log/containers/*_shop_*.log,/var/log/containers/*_user35_*.log",
    );
  });

  it("put stack traces together, wait on the disk, and leave Fluent Bit's own out", async () => {
    const { config } = release<Values>(await up({ logs: cloudWatch }), "obs-fluent-bit").inputs
      .values;
    const [input] = sections(config.inputs);
    assert.equal(input?.settings["storage.type"], "filesystem");
    assert.match(input.settings.Exclude_Path ?? "", /fluent-bit/);
    assert.deepEqual(
      sections(config.filters).map(({ settings }) => settings.Name),
      ["multiline", "kubernetes"],
    );
    assert.equal(sections(config.filters)[0]?.settings["multiline.parser"], "java");
  });

  it("are written by both where pods run on both, into one group", async () => {
    const result = await up({
      compute: "nodesAndFargate",
      podExecutionRoleName: "fargate-pods",
      logs: cloudWatch,
    });
    release<Values>(result, "obs-fluent-bit");
    const { data } = result.one("kubernetes:core/v1:ConfigMap", "obs-log-router").inputs;
    assert.match((data as Record<string, string>)["output.conf"] ?? "", new RegExp(group));
    const rights = result.one("aws:iam/rolePolicy:RolePolicy", "obs-log-router");
    assert.equal(rights.inputs.role, "fargate-pods");
  });

  it("are written by Fargate's own router there, with the pods' role", async () => {
    const result = await up({
      compute: "fargate",
      podExecutionRoleName: "fargate-pods",
      logs: cloudWatch,
    });
    assert.deepEqual(result.ofType("kubernetes:helm.sh/v3:Release"), []);
    const space = result.one("kubernetes:core/v1:Namespace", "obs-log-router").inputs;
    assert.deepEqual(space.metadata, {
      name: "aws-observability",
      labels: { "aws-observability": "enabled" },
    });
    const { inputs } = result.one("kubernetes:core/v1:ConfigMap", "obs-log-router");
    assert.equal(at(inputs, "metadata", "name"), "aws-logging");
    const data = inputs.data as Record<string, string>;
    assert.ok(JSON.stringify(data).length < 5300);
    const [output] = sections(data["output.conf"] ?? "");
    assert.equal(output?.settings.region, "ap-northeast-2");
    assert.equal(output.settings.log_group_name, group);
    const rights = result.one("aws:iam/rolePolicy:RolePolicy", "obs-log-router");
    assert.equal(rights.inputs.role, "fargate-pods");
  });
});

describe("container logs to Elasticsearch", () => {
  type Stack = ReturnType<typeof eckStackValues>;
  type Values = ReturnType<typeof toElasticsearchValues>;

  it("run the operator first and the stack under it, in the versions pinned", async () => {
    const result = await up({ logs: elastic });
    const operator = release<typeof eckOperatorValues>(result, "obs-elastic-operator");
    const stack = release<Stack>(result, "obs-elastic-stack");
    assert.equal(operator.inputs.version, platformVersions.eckOperator.version);
    assert.equal(stack.inputs.version, platformVersions.eckStackChart.version);
    assert.deepEqual(operator.inputs.values.managedNamespaces, [stack.inputs.namespace]);
    assert.ok(waitsFor(stack, "obs-elastic-operator"));
    assert.ok(waitsFor(release(result, "obs-fluent-bit"), "obs-elastic-stack"));
    assert.deepEqual(result.ofType("aws:cloudwatch/logGroup:LogGroup"), []);
  });

  it("keep or delete the volume as they are told", async () => {
    const fateOf = async (onDestroy: "keep" | "delete") => {
      const result = await up({ logs: { ...elastic, onDestroy } });
      const { values } = release<Stack>(result, "obs-elastic-stack").inputs;
      // A Namespace takes its claims along.
      const { retainOnDelete } = result.one("kubernetes:core/v1:Namespace", "obs-logging");
      return [values["eck-elasticsearch"].volumeClaimDeletePolicy, retainOnDelete];
    };
    assert.deepEqual(await fateOf("keep"), ["DeleteOnScaledownOnly", true]);
    assert.deepEqual(await fateOf("delete"), ["DeleteOnScaledownAndClusterDeletion", false]);
  });

  it("are shipped by TLS, with the operator's password from its Secret", async () => {
    const { values } = release<Values>(await up({ logs: elastic }), "obs-fluent-bit").inputs;
    const [output] = sections(values.config.outputs);
    assert.equal(output?.settings.Name, "es");
    assert.equal(output.settings.Host, "elasticsearch-es-http.logging.svc");
    assert.equal(output.settings.tls, "On");
    assert.equal(output.settings.HTTP_Passwd, "${ELASTIC_PASSWORD}");
    assert.deepEqual(values.env[0]?.valueFrom.secretKeyRef, {
      name: "elasticsearch-es-elastic-user",
      key: "elastic",
    });
    assert.equal(values.extraVolumes[0]?.secret.secretName, "elasticsearch-es-http-certs-public");
  });

  it("are looked at in Kibana, unless one does without", async () => {
    const shown = await up({ logs: elastic });
    assert.deepEqual(shown.outputs.consoles, ["kibana"]);
    const { values } = release<Stack>(shown, "obs-elastic-stack").inputs;
    assert.equal(
      values["eck-kibana"].elasticsearchRef.name,
      values["eck-elasticsearch"].fullnameOverride,
    );
    const bare = await up({ logs: { ...elastic, kibana: false } });
    assert.deepEqual(bare.outputs.consoles, []);
    assert.equal(
      release<Stack>(bare, "obs-elastic-stack").inputs.values["eck-kibana"].enabled,
      false,
    );
  });
});
