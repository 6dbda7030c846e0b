import { Microservice, type MicroserviceArgs } from "../../../components/microservice";
import { at, run, type Run } from "../../mocks";

export const release = { version: "v1", image: "example.org/web:v1" };

export const resources = { cpuMillis: 50, cpuLimitMillis: 500, memoryMiB: 64, memoryLimitMiB: 128 };

export const base: MicroserviceArgs = {
  namespace: "shop",
  rollout: { strategy: "ramped", release },
  resources,
  probes: { ready: { http: "/healthz" } },
};

export type Overrides = Partial<MicroserviceArgs>;

const made = (args: Overrides): Promise<Run> =>
  run(() => {
    const { url, address } = new Microservice("web", { ...base, ...args });
    return { url, address };
  });

let asItIs: Promise<Run> | undefined;

/** A service named web; made once where nothing about it is special. */
export const build = (args?: Overrides): Promise<Run> =>
  args ? made(args) : (asItIs ??= made({}));

/** Names of the objects of a kind, as the API server gets them. */
export const objects = (made: Run, kind: string): string[] =>
  made.resources
    .filter(({ type }) => type.endsWith(`:${kind}`))
    .map(({ inputs }) => String(at(inputs, "metadata", "name")))
    .sort();

export const inputsOf = (made: Run, kind: string, name = "web") => {
  const found = made.resources.filter(
    ({ type, inputs }) => type.endsWith(`:${kind}`) && at(inputs, "metadata", "name") === name,
  );
  if (found.length === 1 && found[0]) return found[0].inputs;
  throw new Error(`${found.length} of ${kind} ${name} among ${objects(made, kind).join(", ")}`);
};

export const deployment = (made: Run, name = "web") => inputsOf(made, "Deployment", name);
export const pod = (made: Run, name = "web") =>
  at(deployment(made, name), "spec", "template", "spec");
export const container = (made: Run, name = "web") => at(pod(made, name), "containers", 0);
