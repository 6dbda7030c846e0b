import assert from "node:assert/strict";

import { labs } from "../../../apps/labs";
import { ownRules, sharedRules } from "../../../components/classroom/rights";

const short: Readonly<Record<string, string>> = {
  deploy: "deployments",
  hpa: "horizontalpodautoscalers",
  limitrange: "limitranges",
  pvc: "persistentvolumeclaims",
  quota: "resourcequotas",
  rc: "replicationcontrollers",
};

/** Kinds as kubectl takes them, alone, with a name behind a slash, or several. */
function resourcesOf(word: string): string[] {
  const [kinds = ""] = word.toLowerCase().split("/");
  return kinds.split(",").map((kind) => {
    if (short[kind] !== undefined) return short[kind];
    if (/[^s]s$/.test(kind)) return kind;
    return kind.endsWith("s") ? `${kind}es` : `${kind}s`.replace(/ys$/, "ies");
  });
}

type Right = readonly [verb: string, resource: string];
const onAll = (verb: string, word: string, below = ""): Right[] =>
  resourcesOf(word).map((it) => [verb, it + below]);

/** What of the API a kubectl command takes, by its first word. */
const commands: Readonly<Record<string, (...words: string[]) => Right[]>> = {
  annotate: (kind = "") => onAll("patch", kind),
  "api-resources": () => [],
  "apply:": (_the, kind = "") => onAll("create", kind),
  auth: () => [],
  autoscale: () => [["create", "horizontalpodautoscalers"]],
  config: () => [],
  create: (kind = "") =>
    kind === "token"
      ? [["create", "serviceaccounts/token"]]
      : onAll("create", kind === "secret" ? "secrets" : kind),
  delete: (kind = "") => onAll("delete", kind),
  describe: (kind = "") => onAll("get", kind),
  edit: (kind = "") => onAll("patch", kind),
  exec: () => [["create", "pods/exec"]],
  explain: () => [],
  expose: (kind = "") => [...onAll("get", kind), ["create", "services"]],
  get: (kind = "") => onAll("list", kind),
  label: (kind = "") => onAll("patch", kind),
  logs: () => [["get", "pods/log"]],
  patch: (kind = "") => onAll("patch", kind),
  "port-forward": () => [["create", "pods/portforward"]],
  rollout: (what = "", kind = "") =>
    onAll(["status", "history"].includes(what) ? "get" : "patch", kind),
  run: () => [["create", "pods"]],
  scale: (kind = "") => onAll("patch", kind, "/scale"),
  set: (_image, kind = "") => onAll("patch", kind),
  top: (kind = "") => onAll("list", kind),
};

const rules = [...ownRules("user35"), ...sharedRules];
const may = ([verb, resource]: Right): boolean =>
  rules.some((rule) => rule.verbs.includes(verb) && rule.resources.includes(resource));

/** Why a student is refused this step; nothing where it goes, or says itself that it does not. */
function refusal(step: string): string | undefined {
  if (step.includes("refused")) return undefined;
  const [, line] = /^(?:\w+=\$\()?kubectl (.*)/.exec(step) ?? [];
  if (line === undefined) return undefined;
  if (/ --as[ =]/.test(` ${line}`)) return "students act as nobody else";
  if (/(^| )(-n|--namespace|-A|--all-namespaces)\b/.test(line)) return "it is another namespace";
  // Whoever has another's token has the other's rights.
  if (line.startsWith("--token")) return undefined;
  const [command = "", ...words] = line
    .replace(/[,;)]/g, (it) => (it === "," ? it : " "))
    .split(/ +/);
  const rights = commands[command]?.(...words.map((word) => word.replace(/[:,]+$/, "")));
  if (rights === undefined) return `kubectl ${command} is not known here`;
  return rights.filter((right) => !may(right)).map((right) => right.join(" "))[0];
}

describe("the steps of students' labs", () => {
  it("are such as a student's Role lets go, or say that they are refused", () => {
    for (const { name, changes } of labs.filter(({ who }) => who === "student"))
      for (const step of changes) assert.equal(refusal(step), undefined, `${name}: ${step}`);
  });

  it("would not be the instructor's", () => {
    for (const step of [
      "kubectl auth can-i list pods --as system:serviceaccount:NAMESPACE:jane",
      "kubectl taint nodes NODE classroom-lab=yes:NoSchedule",
      "kubectl delete quota mem-cpu-demo",
      "kubectl get persistentvolumes",
      "kubectl label nodes NODE disktype=ssd",
      "kubectl get pods -n kube-system",
      "kubectl create clusterrole all --verb get",
    ])
      assert.ok(refusal(step), step);
  });
});
