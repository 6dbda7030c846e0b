import type { Problem, Props, ResourceTable } from "../types";
import { dnsSuffixOf, isProps, isUnknown, listOf, quote } from "../values";
import { idFrom, refer, types } from "./shapes";

const registry = (made: { readonly accountId: string }) => ({ registryId: made.accountId });

const source = "Amazon ECR API Reference, CreateRepository";

/** Source: Amazon ECR User Guide, Lifecycle policy properties. */
function lifecycleProblems({ policy }: Props): Problem[] {
  const problem = (reason: string) => [{ property: "policy", reason }];
  if (typeof policy !== "string" || isUnknown(policy)) return [];
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    return problem(`${quote(policy)} is no JSON`);
  }
  const rules = isProps(document) ? listOf(document.rules) : [];
  if (rules.length === 0 || rules.length > 50) {
    return problem(`${rules.length} rules; 1 to 50 are allowed`);
  }
  const priorities = new Set(rules.map((rule) => (isProps(rule) ? rule.rulePriority : rule)));
  if (priorities.size < rules.length) return problem("two rules have one rulePriority");
  for (const [index, rule] of rules.entries()) {
    const reason = lifecycleRuleProblem(rule);
    if (reason !== undefined) return problem(`rule ${index} ${reason}`);
  }
  return [];
}

function lifecycleRuleProblem(rule: unknown): string | undefined {
  if (!isProps(rule) || !isProps(rule.selection)) return "has no selection";
  const { tagStatus, tagPrefixList, tagPatternList, countType, countNumber, countUnit } =
    rule.selection;
  if (!["tagged", "untagged", "any"].includes(String(tagStatus))) {
    return `has tagStatus ${quote(tagStatus ?? "")}; tagged, untagged or any is allowed`;
  }
  if (tagStatus === "tagged" && !listOf(tagPrefixList).length && !listOf(tagPatternList).length) {
    return "selects tagged images, and needs tagPrefixList or tagPatternList";
  }
  if (!["imageCountMoreThan", "sinceImagePushed"].includes(String(countType))) {
    return `has countType ${quote(countType ?? "")}; imageCountMoreThan or sinceImagePushed is allowed`;
  }
  if (countType === "sinceImagePushed" && countUnit !== "days") {
    return 'counts since the push, and needs countUnit "days"';
  }
  if (!(typeof countNumber === "number" && countNumber > 0)) {
    return `has countNumber ${quote(countNumber ?? "")}; a number above 0 is allowed`;
  }
  const action = isProps(rule.action) ? rule.action.type : undefined;
  return action === "expire" || action === "transition"
    ? undefined
    : `has the action ${quote(action ?? "")}; expire or transition is allowed`;
}

/** Source: Amazon ECR API Reference, ImageTagMutabilityExclusionFilter. */
function filterProblems({ imageTagMutability, imageTagMutabilityExclusionFilters }: Props) {
  const filters = listOf(imageTagMutabilityExclusionFilters);
  const excludes = String(imageTagMutability).endsWith("_WITH_EXCLUSION");
  const property = "imageTagMutabilityExclusionFilters";
  const problem = (reason: string): Problem[] => [{ property, reason }];
  if (excludes !== filters.length > 0)
    return problem("go with a mutability that ends in _WITH_EXCLUSION, each with the other");
  if (filters.length > 5) return problem(`${filters.length} filters; up to 5 are allowed`);
  return filters.flatMap((filter, index): Problem[] => {
    const text = isProps(filter) ? filter.filter : undefined;
    if (typeof text === "string" && /^(?!.*\*.*\*.*\*)[\w.*-]{1,128}$/.test(text)) return [];
    const reason = `${quote(text ?? "")} is no pattern of letters, digits, _ . - and at most two *`;
    return [{ property: `${property}[${index}].filter`, reason }];
  });
}

const repositoryName = {
  kind: "an ECR repository",
  min: 2,
  max: 256,
  pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
  words: "lower-case letters and digits, with single ._-/ between them",
  source: `${source}, repositoryName`,
};

/** Image repositories. Which inputs replace: terraform-provider-aws, internal/service/ecr. */
export const ecr: ResourceTable = {
  [types.repository]: {
    id: idFrom("name"),
    tagged: true,
    defaults: {
      imageTagMutability: "MUTABLE",
      forceDelete: false,
      encryptionConfigurations: [{ encryptionType: "AES256", kmsKey: "" }],
      imageScanningConfiguration: { scanOnPush: false },
    },
    outputs: (made) => ({
      ...registry(made),
      arn: made.arn("ecr", `repository/${made.text("name")}`),
      repositoryUrl: `${made.accountId}.dkr.ecr.${made.region}.${dnsSuffixOf(made.region)}/${made.text("name")}`,
    }),
    replace: ["encryptionConfigurations", "name"],
    nameRule: { ...repositoryName, property: "name", auto: { lower: true } },
    rules: {
      oneOf: {
        imageTagMutability: [
          "MUTABLE",
          "IMMUTABLE",
          "MUTABLE_WITH_EXCLUSION",
          "IMMUTABLE_WITH_EXCLUSION",
        ],
        "encryptionConfigurations.encryptionType": ["AES256", "KMS", "KMS_DSSE"],
      },
      source,
    },
    check: filterProblems,
    unique: { by: ["name"], code: "RepositoryAlreadyExistsException" },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    id: idFrom("repository"),
    outputs: registry,
    replace: ["repository"],
    check: lifecycleProblems,
    references: [refer("repository", types.repository, "RepositoryNotFoundException")],
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    id: idFrom("repository"),
    outputs: registry,
    replace: ["repository"],
    rules: { policies: { policy: "resource" }, source },
    references: [refer("repository", types.repository, "RepositoryNotFoundException")],
  },
  "aws:ecr/registryPolicy:RegistryPolicy": {
    id: (making) => making.accountId,
    outputs: registry,
    rules: { policies: { policy: "resource" }, source },
  },
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": {
    id: (making) => making.accountId,
    outputs: registry,
    rules: {
      oneOf: {
        scanType: ["BASIC", "ENHANCED"],
        "rules.scanFrequency": ["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"],
      },
      source: "Amazon ECR API Reference, PutRegistryScanningConfiguration",
    },
  },
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": {
    id: idFrom("ecrRepositoryPrefix"),
    outputs: registry,
    replace: ["ecrRepositoryPrefix", "upstreamRegistryUrl", "upstreamRepositoryPrefix"],
    computed: ["upstreamRepositoryPrefix"],
    nameRule: {
      ...repositoryName,
      property: "ecrRepositoryPrefix",
      kind: "a pull-through prefix",
      max: 30,
      source: "Amazon ECR API Reference, CreatePullThroughCacheRule",
    },
    unique: { by: ["ecrRepositoryPrefix"], code: "PullThroughCacheRuleAlreadyExistsException" },
  },
};
