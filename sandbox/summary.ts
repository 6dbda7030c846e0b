import { relative } from "node:path";

import type { Provider } from "./engine/session";
import type { NotInstalled } from "./engine/state";
import type { Live } from "./live";
import type { MeshFacts } from "./mesh";

export interface SummaryInput {
  stack: string;
  /** The Kubernetes version of the stack's config. */
  kubernetes: string;
  parts: ReadonlyMap<string, number>;
  live: Live;
  outputs: { gatewayUrl?: string; uiUrl?: string; namespace?: string };
  providers: readonly Provider[];
  notInstalled: readonly NotInstalled[];
  kubeconfig: string;
  embedded: boolean;
  mesh?: MeshSummary;
  /** The stack's secret in AWS Secrets Manager, and the file that stands for it. */
  secretsManager?: { secretId: string; file: string };
}

interface MeshSummary {
  facts: MeshFacts;
  status: { serving: number; problems: readonly string[] };
}

/** The end of `up`, for a person: what stands, where, what is only simulated, and what to type next. */
export function summary(s: SummaryInput): string {
  const forStack = s.stack === "dev" ? "" : ` --stack ${s.stack}`;
  const command = (verb: string) => `npm run sandbox -- ${verb}${forStack}`;
  const { live } = s;
  const lines = [
    "",
    `12-Street, stack "${s.stack}", stands on this machine`,
    "",
    heading("stands"),
    ...[...s.parts].map(([part, count]) => row(part, `${count.toString()} resources`)),
    row("nodes", `${live.nodes.ready.toString()} of ${live.nodes.all.toString()} ready`),
    row("shop", s.outputs.namespace === undefined ? "switched off in the config" : shop(live)),
    "",
    ...addresses(s.outputs),
    ...(s.mesh ? meshRows(s.mesh) : []),
    heading("simulated here"),
    ...simulated(s).map(([what, how]) => row(what, how)),
    "",
    heading("not installed here"),
    ...notInstalled(s.notInstalled),
    "",
    heading("what next"),
    row("look", `npm run sandbox -- kubectl${forStack} get pods -A`),
    row("", `export KUBECONFIG=${relative(process.cwd(), s.kubeconfig) || s.kubeconfig}`),
    row("change", `edit stacks/Pulumi.${s.stack}.yaml, then ${command("up")}`),
    row("destroy", command("destroy")),
    row("stop", command("stop")),
    "",
  ];
  return lines.join("\n");
}

const shop = ({ deployments, services, configMaps, secrets }: Live): string =>
  `${deployments.available.toString()} of ${deployments.all.toString()} Deployments available, ` +
  `${services.toString()} Services, ${configMaps.toString()} ConfigMaps, ${secrets.toString()} Secrets`;

function addresses({ gatewayUrl, uiUrl }: SummaryInput["outputs"]): string[] {
  const known = Object.entries({ gateway: gatewayUrl, ui: uiUrl }).filter(([, url]) => url);
  if (known.length === 0) return [];
  return [heading("addresses"), ...known.map(([name, url]) => row(name, url ?? "")), ""];
}

function meshRows({ facts, status: { serving, problems } }: MeshSummary): string[] {
  return [
    heading("mesh"),
    row("ingress gateway", `${facts.gateway} (Envoy ${facts.envoyVersion})`),
    row("istiod", `${facts.istiodVersion}, outside of the cluster; it judges every Istio object`),
    row("pods", `${serving} played by stand-ins at ${facts.podRange}`),
    row("calls between services", `through ${facts.envoys.length - 1} Envoys, one a caller`),
    row("what pods have got", `curl ${facts.standIns.counts}`),
    ...(facts.prometheus === undefined
      ? []
      : [row("Prometheus", `${facts.prometheus}, over what Envoy counts, for gates`)]),
    row("try", `curl -i ${facts.gateway}/products`),
    ...problems.map((problem) => row("NOT PLAYED", problem)),
    "",
  ];
}

/** Charts of which nothing runs; what of each is real all the same. */
function notInstalled(charts: readonly NotInstalled[]): string[] {
  if (charts.length === 0) return [row("nothing", "the stack asks for no chart")];
  return charts.map(({ chart, definitions }) =>
    row(
      chart,
      definitions === 0
        ? "recorded only: nothing of this chart runs"
        : `recorded only: nothing of this chart runs; its ${definitions.toString()} custom resource definitions are real`,
    ),
  );
}

const stoodFor: Readonly<Record<string, string>> = {
  aws: "an account made up in a file; ids, ARNs and addresses lead nowhere",
  "docker-build": "no image is built or pushed; digests are made up",
};

/** What a person could take for real and is not, of providers. */
export const simulatedProviders = (providers: readonly Provider[]): [string, string][] =>
  providers
    .filter(({ kind }) => kind === "simulated")
    .map(({ name }) => [
      name,
      stoodFor[name] ?? "the component's resources, made by our stand-in of its plugin",
    ]);

/** And of all else. */
function simulated(s: SummaryInput): [string, string][] {
  const rows = simulatedProviders(s.providers);
  if (s.secretsManager) rows.push(["Secrets Manager", secretIn(s.secretsManager)]);
  if (s.embedded) {
    rows.push(["kubelets", "kwok: nodes and pods have a status and no processes"]);
    if (s.mesh) {
      rows.push(["pods of the mesh", "one process answers in the name of all; no image runs"]);
      rows.push([
        "sidecars",
        "of callers alone, one for all pods of a service; mutual TLS is enforced by the stand-ins, AuthorizationPolicies by nobody",
      ]);
    }
    rows.push(["versions", versions(s)]);
  }
  if (s.providers.some(({ kind }) => kind === "thin"))
    rows.push(["kubernetes", "not simulated: a real API server, through our thin provider"]);
  return rows;
}

const secretIn = ({ secretId, file }: NonNullable<SummaryInput["secretsManager"]>): string =>
  `${secretId}: values made up, in ${relative(process.cwd(), file)}, which you alone can read; change one and run up`;

/** `v1.35.0-eks-simulated` says 1.35 of itself. */
const minorOf = (version: string): string => /\d+\.\d+/.exec(version)?.[0] ?? version;

/** What an upgrade changes here, and what it cannot. */
const versions = ({ kubernetes, live: { server, nodes } }: SummaryInput): string =>
  `cluster ${kubernetes}, nodes ${nodes.kubelets.map(minorOf).join(", ") || "none"}; the API server is ${server} whatever they say`;

/** Room for the longest name, that of the load balancer controller's chart. */
const nameWidth = 36;
export const heading = (text: string) => `  ${text}`;
export const row = (name: string, text: string) => `    ${name.padEnd(nameWidth)} ${text}`;
