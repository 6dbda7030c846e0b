import type { ResourceTable } from "../types";
import { dnsSuffixOf } from "../values";
import { idFrom } from "./shapes";

const registry = (made: { readonly accountId: string }) => ({ registryId: made.accountId });

/** Image repositories. Which inputs replace: terraform-provider-aws, internal/service/ecr. */
export const ecr: ResourceTable = {
  "aws:ecr/repository:Repository": {
    id: idFrom("name"),
    tagged: true,
    defaults: { imageTagMutability: "MUTABLE", forceDelete: false },
    outputs: (made) => ({
      ...registry(made),
      arn: made.arn("ecr", `repository/${made.text("name")}`),
      repositoryUrl: `${made.accountId}.dkr.ecr.${made.region}.${dnsSuffixOf(made.region)}/${made.text("name")}`,
    }),
    replace: ["encryptionConfigurations", "name"],
    nameRule: {
      property: "name",
      kind: "an ECR repository",
      min: 2,
      max: 256,
      pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
      words: "lower-case letters, digits and single ._-/ between them",
      source: "Amazon ECR API Reference, CreateRepository, repositoryName",
      auto: { lower: true },
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    id: idFrom("repository"),
    outputs: registry,
    replace: ["repository"],
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    id: idFrom("repository"),
    outputs: registry,
    replace: ["repository"],
  },
};
