import assert from "node:assert/strict";

import { scopeOf, type Tagged } from "../../../course/places/account";
import { awsAccount, type Ask } from "../../../course/places/aws-account";
import { sortFound } from "../../../course/teardown/left";

const scope = scopeOf("twelve-street", "dev", "ap-northeast-2");
const arn = (service: string, rest: string) =>
  `arn:aws:${service}:ap-northeast-2:123456789012:${rest}`;
const balancer = arn("elasticloadbalancing", "loadbalancer/net/k8s-user35-web-1/0123456789abcdef");
const disk = arn("ec2", "volume/vol-0123456789abcdef0");
const files = arn("elasticfilesystem", "file-system/fs-0123456789abcdef0");
const key = arn("kms", "key/11111111-2222-3333-4444-555555555555");

const sorted = (config: Record<string, unknown>, ...found: Tagged[]) =>
  sortFound(found, { config, scope });

describe("course teardown: what is left", () => {
  it("is told apart: left over with the command that deletes it, kept by the config, going by itself", () => {
    const config = { "twelve-street:storage": { efs: { fileSystem: { onDestroy: "keep" } } } };
    const { left, kept, going } = sorted(
      config,
      { arn: balancer, tags: { "service.k8s.aws/stack": "user35/web" } },
      { arn: files, tags: {} },
      { arn: key, tags: {}, going: "PendingDeletion" },
    );
    assert.deepEqual(left, [
      {
        arn: balancer,
        what: "load balancer",
        note: `aws elbv2 delete-load-balancer --load-balancer-arn ${balancer} --region ap-northeast-2 (made for user35/web)`,
      },
    ]);
    assert.match(kept[0]?.note ?? "", /storage\.efs\.fileSystem\.onDestroy is keep; \$0\.30/);
    assert.deepEqual(going, [{ arn: key, what: "KMS key", note: "PendingDeletion" }]);
  });

  it("is not kept unless the config says so, and a config without a key is no error", () => {
    const { left } = sorted({}, { arn: files, tags: {} }, { arn: disk, tags: {} });
    assert.deepEqual(
      left.map(({ note }) => note),
      [
        "aws ec2 delete-volume --volume-id vol-0123456789abcdef0 --region ap-northeast-2",
        "aws efs delete-file-system --file-system-id fs-0123456789abcdef0 --region ap-northeast-2",
      ],
    );
  });
});

describe("course teardown: an account on AWS", () => {
  /** The CLI's answers by the first words of its commands. */
  const cli =
    (answers: Record<string, unknown>, said: string[]): Ask =>
    (...words) => {
      said.push(words.join(" "));
      const name = words.slice(0, 2).join(" ");
      const answer = answers[name];
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(answer ?? { ResourceTagMappingList: [], logGroups: [] });
    };
  const mapping = (...arns: string[]) => ({
    ResourceTagMappingList: arns.map((ResourceARN) => ({ ResourceARN, Tags: [] })),
  });

  it("is asked for every mark, and for the log groups that EKS makes without tags", async () => {
    const said: string[] = [];
    const group = `${arn("logs", "log-group:/aws/eks/twelve-street-dev/cluster")}:*`;
    const answers = { "logs describe-log-groups": { logGroups: [{ arn: group }] } };
    const found = await awsAccount(cli(answers, said)).tagged(scope);
    assert.deepEqual(
      found.map((one) => one.arn),
      [group.slice(0, -2)],
    );
    const filters = said.filter((words) => words.startsWith("resourcegroupstaggingapi"));
    assert.ok(filters.some((words) => words.includes('{"Key":"stack","Values":["dev"]}')));
    assert.ok(
      filters.some((words) =>
        words.includes('[{"Key":"kubernetes.io/cluster/twelve-street-dev"}]'),
      ),
    );
  });

  it("leaves out what its own service says is gone, and marks what goes by itself", async () => {
    const [gateway, instance] = [arn("ec2", "natgateway/nat-1"), arn("ec2", "instance/i-1")];
    const answers = {
      "resourcegroupstaggingapi get-resources": mapping(gateway, instance, key, balancer),
      "ec2 describe-nat-gateways": "deleted",
      "ec2 describe-instances": "running",
      "kms describe-key": "PendingDeletion",
    };
    const found = await awsAccount(cli(answers, [])).tagged(scope);
    assert.deepEqual(
      found.map((one) => [one.arn, one.going]),
      [
        [instance, undefined],
        [key, "PendingDeletion"],
        [balancer, undefined],
      ],
    );
  });
});
