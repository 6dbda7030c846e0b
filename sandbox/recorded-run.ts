import * as pulumi from "@pulumi/pulumi";

import { simulateCall, simulateResource } from "./providers/aws/simulate";
import { secretSignature, signatureKey } from "./signatures";

/** A resource as the engine would get it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** A resource of a provider's, or a component. */
  readonly custom: boolean;
  /** A component that a plugin makes: its children are not the program's. */
  readonly remote: boolean;
  /** Inputs with secrets unwrapped; which of them are secret stands in `secretInputs`. */
  readonly inputs: Inputs;
  readonly secretInputs: readonly string[];
  readonly parent: string;
  readonly provider: string;
  /** Providers handed to a component made elsewhere (`remote`). */
  readonly providers: readonly string[];
  readonly dependencies: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

export type Inputs = Record<string, unknown>;

/** What stands at a path of inputs, or undefined: `at(inputs, "spec", "ports", 0, "port")`. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Inputs)[key] : undefined,
    value,
  );

export interface Run {
  readonly resources: readonly Recorded[];
  readonly outputs: Record<string, unknown>;
  /** URNs of the components that have called registerOutputs. */
  readonly registered: ReadonlySet<string>;
  readonly ofType: (type: string) => readonly Recorded[];
  readonly one: (type: string, name: string) => Recorded;
}

export interface RunOptions {
  readonly stack?: string;
  readonly region?: string;
  readonly preview?: boolean;
  /** As the engine hands it to a program: text, tables as JSON. */
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  /** Secrets of AWS Secrets Manager that are there beforehand, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Outputs of other stacks, by their names without organization and project. */
  readonly stacks?: Readonly<Record<string, Inputs>>;
}

/** Left out of the SDK's published types; its own test runner waits by it as well. */
interface Waiting {
  waitForRPCs(): Promise<void>;
}

type Program = () => Promise<Record<string, unknown>> | Record<string, unknown>;

const accountId = "123456789012";

/** Runs a program against simulated AWS and plain echoes of everything else, and keeps what it registers. */
export async function run(program: Program, options: RunOptions = {}): Promise<Run> {
  // The SDK notes a stack trace with each promise: to make them all, and to find their lines in TypeScript, would take half of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  process.setSourceMapsEnabled(false);
  const { fetch } = globalThis;
  globalThis.fetch = oneKind;
  try {
    return await runOnMocks(program, options);
  } finally {
    globalThis.fetch = fetch;
    process.setSourceMapsEnabled(true);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** In place of the web: a manifest of one kind, whichever is asked for. */
const oneKind: typeof fetch = (input) => {
  const url = input instanceof Request ? input.url : String(input);
  const name = url.slice(url.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
  const kind = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name },
  };
  return Promise.resolve(new Response(JSON.stringify(kind)));
};

async function runOnMocks(program: Program, options: RunOptions): Promise<Run> {
  const { stack = "test", region = "ap-northeast-2", preview = false } = options;
  pulumi.runtime.setAllConfig({ ...options.config }, [...(options.secretKeys ?? [])]);
  const mocks = answers(region, options);
  await pulumi.runtime.setMocks(mocks, "twelve-street", stack, preview, "organization");
  const { resources, registered } = listen();
  const outputs = await settled(pulumi.output(await program()));
  await (pulumi.runtime as unknown as Waiting).waitForRPCs();
  const ofType = (type: string) => resources.filter((it) => it.type === type);
  const one = (type: string, name: string): Recorded => {
    const found = ofType(type).filter((it) => it.name === name);
    if (found.length === 1 && found[0]) return found[0];
    throw new Error(`${found.length} resources ${type} ${name} among ${names(ofType(type))}`);
  };
  return { resources, outputs, registered, ofType, one };
}

const names = (resources: readonly Recorded[]) => resources.map(({ name }) => name).join(", ");

const settled = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => output.apply(resolve));

const stackReference = "pulumi:pulumi:StackReference";

/** What the clouds answer. */
function answers(region: string, { secrets, stacks }: RunOptions): pulumi.runtime.Mocks {
  return {
    newResource({ type, name, inputs }) {
      const props = inputs as Inputs;
      if (type.startsWith("aws:")) {
        const made = simulateResource(type, name, props, {
          region,
          accountId,
          urn: `${type}::${name}`,
        });
        return { id: made.id, state: made.outputs };
      }
      if (type === stackReference) {
        const outputs = stacks?.[name.slice(name.lastIndexOf("/") + 1)] ?? {};
        return { id: name, state: { ...props, outputs } };
      }
      if (type === "eks:index:Cluster") return { id: undefined, state: cluster(props) };
      if (type === "docker-build:index:Image") return { id: name, state: image(props) };
      if (type === "kubernetes:core/v1:Service") return { id: name, state: service(props) };
      return { id: `${name}-id`, state: props };
    },
    call({ token, inputs }) {
      const secretText = (secretId: string) => secrets?.[secretId];
      try {
        return simulateCall(token, inputs as Inputs, { region, accountId, urn: token, secretText });
      } catch (error) {
        // Where the SDK looks for the words of a refusal.
        throw Object.assign(error as Error, { details: (error as Error).message });
      }
    },
  };
}

const cluster = (inputs: Inputs): Inputs => ({
  ...inputs,
  kubeconfigJson: JSON.stringify({ clusters: [inputs.name] }),
  eksCluster: {
    name: inputs.name,
    arn: `arn:aws:eks:ap-northeast-2:${accountId}:cluster/${String(inputs.name)}`,
    vpcConfig: { clusterSecurityGroupId: "sg-0cluster" },
  },
  oidcProviderArn: `arn:aws:iam::${accountId}:oidc-provider/issuer`,
  oidcProviderUrl: "https://issuer",
});

const image = (inputs: Inputs): Inputs => ({
  ...inputs,
  ref: `${String(at(inputs, "tags", 0))}@sha256:${"0".repeat(64)}`,
});

const service = (inputs: Inputs): Inputs => ({
  ...inputs,
  ...(at(inputs, "spec", "type") === "LoadBalancer" && {
    status: {
      loadBalancer: {
        ingress: [{ hostname: `${String(at(inputs, "metadata", "name"))}.elb.example.com` }],
      },
    },
  }),
});

/** The part of a registration that tests look at; mocks themselves are not told parents and providers. */
interface Request {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getParent(): string;
  getProvider(): string;
  getProvidersMap(): { toObject(): [string, string][] };
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getObject(): { toJavaScript(): Inputs } | undefined;
  getUrn(): string;
}
type Callback = (error: unknown, response?: { getUrn(): string }) => void;
interface Monitor {
  registerResource(request: Request, callback: Callback): void;
  registerResourceOutputs(request: Request, callback: Callback): void;
  readResource(request: ReadRequest, callback: Callback): void;
}

/** Of a resource that is another's: others depend on it all the same. */
type ReadRequest = Pick<Request, "getType" | "getName" | "getParent" | "getDependenciesList">;

function listen(): { resources: Recorded[]; registered: Set<string> } {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const resources: Recorded[] = [];
  const registered = new Set<string>();
  const register = monitor.registerResource.bind(monitor);
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      if (response) resources.push(recorded(request, response.getUrn()));
      callback(error, response);
    });
  const read = monitor.readResource.bind(monitor);
  monitor.readResource = (request, callback) =>
    read(request, (error, response) => {
      if (response && request.getType() === stackReference)
        resources.push(asRead(request, response.getUrn()));
      callback(error, response);
    });
  monitor.registerResourceOutputs = (request, callback) => {
    registered.add(request.getUrn());
    registerOutputs(request, callback);
  };
  return { resources, registered };
}

const asRead = (request: ReadRequest, urn: string): Recorded => ({
  type: request.getType(),
  name: request.getName(),
  urn,
  custom: true,
  remote: false,
  inputs: {},
  secretInputs: [],
  parent: request.getParent(),
  provider: "",
  providers: [],
  dependencies: request.getDependenciesList(),
  ignoreChanges: [],
  protect: false,
  retainOnDelete: false,
});

function recorded(request: Request, urn: string): Recorded {
  const raw = request.getObject()?.toJavaScript() ?? {};
  return {
    type: request.getType(),
    name: request.getName(),
    urn,
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs: plain(raw) as Inputs,
    secretInputs: Object.keys(raw).filter((key) => holdsSecret(raw[key])),
    parent: request.getParent(),
    provider: request.getProvider(),
    providers: request
      .getProvidersMap()
      .toObject()
      .map(([, provider]) => provider),
    dependencies: request.getDependenciesList(),
    ignoreChanges: request.getIgnorechangesList(),
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
  };
}

const isObject = (value: unknown): value is Inputs => typeof value === "object" && value !== null;

const isSecret = (value: unknown): value is { value: unknown } =>
  isObject(value) && value[signatureKey] === secretSignature;

function plain(value: unknown): unknown {
  if (isSecret(value)) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const holdsSecret = (value: unknown): boolean =>
  isSecret(value) || (isObject(value) && Object.values(value).some(holdsSecret));
