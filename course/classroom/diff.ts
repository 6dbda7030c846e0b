import { createTwoFilesPatch } from "diff";
import { stringify } from "yaml";

import { isObject } from "../../sandbox/providers/kubernetes/objects";
import type { Findings } from "./judge";
import { nameOf, type KubeObject } from "./model";
import { declaredView, digestOf, liveView } from "./view";

/** What a student has changed, as a patch over the baseline. Values of Secrets are told apart and not shown. */
export function diffText(findings: Findings): string {
  const { missing, drifted, strays, spoilt, terminating, unseen } = findings;
  const parts = [
    ...drifted.map(({ declared, live, differences }) => {
      const now = liveView(declared, live, differences);
      return patch(nameOf(live), declaredView(declared), now);
    }),
    ...missing.map((declared) => patch(nameOf(declared.object), declaredView(declared), undefined)),
    ...strays
      .filter(({ goesWith }) => goesWith === undefined)
      .map(({ object }) => patch(nameOf(object), undefined, saidIn(object))),
    ...spoilt.map(
      (object) => `${nameOf(object)}, which Kubernetes makes by itself, was changed.\n`,
    ),
    ...terminating.map((object) => `${nameOf(object)} is being deleted.\n`),
    ...unseen.map((kind) => `Objects of kind ${kind} could not be listed.\n`),
  ];
  return parts.join("\n");
}

/** Without what the API server and controllers have filled in. */
function saidIn(live: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = live;
  const { name, namespace } = metadata;
  const place = { ...(name && { name }), ...(namespace && { namespace }) };
  return liveView({ object: { apiVersion, kind, metadata: place }, manager: "" }, live, []);
}

function patch(
  name: string,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): string {
  const [one, other] = [before, after].map(text);
  const told = createTwoFilesPatch(
    before ? `baseline/${name}` : "(nothing)",
    after ? `live/${name}` : "(nothing)",
    one ?? "",
    other ?? "",
    undefined,
    undefined,
    { context: 3 },
  );
  if (one === other)
    return `${name}: the same to read, but others have taken over some of its fields.\n`;
  return told.replace(/^=+\n/, "");
}

const text = (object: KubeObject | undefined): string =>
  object ? stringify(concealed(object), { sortMapEntries: true, lineWidth: 0 }) : "";

/** `kubectl apply` writes the whole of what it applies into this annotation, a Secret's values too. */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

function concealed(object: KubeObject): KubeObject {
  if (object.kind !== "Secret") return object;
  const { name } = object.metadata;
  const hidden = (value: unknown) =>
    `(secret, ${digestOf(["a value of a secret", name, value]).slice(0, 8)})`;
  const { data, metadata } = object;
  const written = metadata.annotations?.[lastApplied];
  const annotations = { ...metadata.annotations, [lastApplied]: hidden(written) };
  return {
    ...object,
    ...(isObject(data) && {
      data: Object.fromEntries(Object.entries(data).map(([key, it]) => [key, hidden(it)])),
    }),
    ...(written !== undefined && { metadata: { ...metadata, annotations } }),
  };
}
