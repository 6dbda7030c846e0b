import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type {
  CheckFailure,
  CheckResult,
  DiffRequest,
  DiffResult,
  Operation,
  Properties,
  ResourceProvider,
} from "../runtime/provider";
import { unknownValue } from "../runtime/provider";

const imageType = "docker-build:index:Image";

/** What a tag in a registry looks like. Source: github.com/distribution/reference, regexp.go. */
const reference = /^[\w.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+:[\w][\w.-]{0,127}$/;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isTable = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Plays Pulumi's provider for BuildKit without building anything: tags are checked, state and diffs are
 * real, and a digest is a function of the inputs, so that another source means another digest.
 */
export class SimulatedImages implements ResourceProvider {
  check({ type }: Operation, { inputs }: { inputs: Properties }): CheckResult {
    if (type !== imageType)
      return { inputs, failures: [{ property: "", reason: `the sandbox does not know ${type}` }] };
    const checked = { network: "default", buildOnPreview: true, ...inputs };
    return { inputs: checked, failures: [...tagFailures(inputs), ...locationFailures(inputs)] };
  }

  diff(_: Operation, { oldInputs, inputs }: DiffRequest): DiffResult {
    const [before, now] = [withoutPasswords(oldInputs), withoutPasswords(inputs)];
    const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
    const changed = [...keys].filter((key) => !isDeepStrictEqual(before[key], now[key]));
    return {
      detailed: Object.fromEntries(
        changed.map((key) => [key, { kind: "update" as const, inputDiff: true }]),
      ),
    };
  }

  create(
    operation: Operation,
    inputs: Properties,
  ): { id: string | undefined; outputs: Properties } {
    if (operation.preview) return { id: undefined, outputs: planned(inputs) };
    say(operation);
    return { id: digestOf(inputs), outputs: built(inputs) };
  }

  read(_: Operation, request: { id: string; state: Properties; inputs: Properties }) {
    return { id: request.id, outputs: request.state, inputs: request.inputs };
  }

  update(operation: Operation, { inputs }: { inputs: Properties }): Properties {
    if (operation.preview) return planned(inputs);
    say(operation);
    return built(inputs);
  }

  delete(): void {
    // Nothing was pushed, so there is nothing to take back.
  }
}

const say = (operation: Operation) => {
  operation.log(
    "info",
    `${operation.name} was not built: the sandbox only simulates BuildKit, and its digest is made up`,
  );
};

function tagFailures({ tags }: Properties): CheckFailure[] {
  return listOf(tags).flatMap((tag, index) =>
    typeof tag !== "string" || tag.includes(unknownValue) || reference.test(tag)
      ? []
      : [{ property: `tags[${index}]`, reason: `${JSON.stringify(tag)} is no REGISTRY/NAME:TAG` }],
  );
}

function locationFailures({ context }: Properties): CheckFailure[] {
  const location = isTable(context) ? context.location : ".";
  return typeof location === "string"
    ? []
    : [{ property: "context.location", reason: "a folder or an address is needed" }];
}

/** A password for ECR lives twelve hours; a new one is no change. Source: pulumi-docker-build, Image.Diff. */
function withoutPasswords(inputs: Properties): Properties {
  const { registries } = inputs;
  if (registries === undefined) return inputs;
  const open = listOf(registries).map((registry) =>
    isTable(registry) ? { address: registry.address, username: registry.username } : registry,
  );
  return { ...inputs, registries: open };
}

const sha256 = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

const digestOf = (inputs: Properties): string => `sha256:${sha256(withoutPasswords(inputs))}`;

const planned = (inputs: Properties): Properties => ({
  ...withoutPasswords(inputs),
  digest: unknownValue,
  contextHash: unknownValue,
  ref: unknownValue,
});

function built(inputs: Properties): Properties {
  const digest = digestOf(inputs);
  const [tag] = listOf(inputs.tags);
  return {
    ...withoutPasswords(inputs),
    digest,
    contextHash: sha256([inputs.context, inputs.dockerfile]),
    ref: typeof tag === "string" ? `${tag}@${digest}` : "",
  };
}
