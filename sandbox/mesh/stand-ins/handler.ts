import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import { gatewayTarget, health, notFound, shopPaths, type Answer } from "./answers";
import type { Behaviour } from "./behaviour";
import { passedOn, type Caller } from "./calls";

/** Who answers. */
export interface Identity {
  readonly namespace: string;
  readonly app: string;
  readonly pod: string;
  readonly version: string;
  readonly slot: string;
}

/** Requests that one pod has got. Those of its health are not among them. */
export interface Counts {
  requests: number;
  /** Copies, whose answers nobody sees. Not among `requests`. */
  mirrored: number;
  /** Requests answered by 500 and above, copies too. */
  failed: number;
}

export interface Stage {
  readonly identity: Identity;
  readonly counts: Counts;
  readonly caller: Caller;
  readonly behaviour: () => Behaviour;
  /** Told to go, or not started yet: its health says so. */
  readonly isLeaving: () => boolean;
  /** Services that it calls, as `SERVICE:PORT`. */
  readonly calls: () => readonly string[];
  readonly port: number;
}

/** Envoy adds this to the host of a copy that it makes. */
const isMirrored = (host = "") => /-shadow(:\d+)?$/.test(host);

/** Spring Boot's actuator, and what others ask. */
const healthPath = /^\/(actuator\/health|healthz?|livez|readyz)(\/|$)/;

/** Answers one request as the service would. */
export async function handle(
  stage: Stage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (healthPath.test(path)) {
    send(response, request, health(/\/live(ness)?$/.test(path) || !stage.isLeaving()), {});
    return;
  }
  const { counts, behaviour, identity } = stage;
  const mirrored = isMirrored(request.headers.host);
  if (mirrored) counts.mirrored += 1;
  else counts.requests += 1;
  const { latencyMs, failures } = behaviour();
  const [least, most] = latencyMs;
  if (most > 0) await wait(least + Math.random() * (most - least));
  const fails = Math.random() < failures.share;
  const { answer, headers = {} } = fails
    ? { answer: failure(failures.status, identity) }
    : await answerOf(stage, request, path, body);
  if (answer.status >= 500) counts.failed += 1;
  send(response, request, answer, { ...marksOf(identity), ...headers });
}

interface Answered {
  readonly answer: Answer;
  readonly headers?: Readonly<Record<string, string>>;
}

async function answerOf(
  stage: Stage,
  request: IncomingMessage,
  path: string,
  body: Buffer,
): Promise<Answered> {
  const { identity, counts } = stage;
  const target = identity.app === "gateway" ? gatewayTarget(path) : undefined;
  if (target !== undefined) return forward(stage, `${target}:${stage.port}`, request, body);
  const own = shopPaths(identity.app);
  if (own) {
    const answer = own(request.method ?? "GET", path);
    if (answer === undefined) return { answer: notFound(path) };
    return withCalls(stage, request, answer);
  }
  if (identity.app === "gateway") return { answer: notFound(path) };
  const [next] = stage.calls();
  if (next === undefined) {
    const text = `${identity.app} ${identity.version} from '${identity.pod}': ${counts.requests}\n`;
    return { answer: { status: 200, type: "text/plain", body: text } };
  }
  const { answer, headers } = await forward(stage, next, request, body);
  const text = { ...answer, body: `${identity.app} => ${answer.body}` };
  return { answer: text, ...(headers && { headers }) };
}

/** Sends a request on, and its answer back: who made it stays to be seen. */
async function forward(
  { caller, identity }: Stage,
  to: string,
  request: IncomingMessage,
  body: Buffer,
): Promise<Answered> {
  const called = await caller.call({
    to,
    method: request.method ?? "GET",
    path: request.url ?? "/",
    headers: request.headers,
    body,
  });
  const headers = Object.fromEntries(
    Object.entries(called.headers).flatMap(([name, value]) =>
      name.startsWith("x-stand-in-") || name === "set-cookie" ? [[name, value as string]] : [],
    ),
  );
  const path = [pathMark(identity), called.headers[pathHeader]].filter(Boolean).join(", ");
  return {
    answer: {
      status: called.status,
      type: called.headers["content-type"] ?? "text/plain",
      body: called.body.toString(),
    },
    headers: { ...headers, [pathHeader]: path },
  };
}

/** An order asks for products and starts a delivery, a delivery takes from the stock: docs/services.md, "Who calls whom". */
async function withCalls(
  { caller, calls, identity }: Stage,
  request: IncomingMessage,
  answer: Answer,
): Promise<Answered> {
  if (request.method !== "POST") return { answer };
  const path = [pathMark(identity)];
  for (const to of calls()) {
    const first = gatewayPathOf(to);
    const called = await caller.call({
      to,
      method: "GET",
      path: first,
      headers: passedOn(request.headers),
      body: Buffer.alloc(0),
    });
    path.push(called.headers[pathHeader] as string);
    if (called.status >= 500)
      return { answer: { status: 503, type: "text/plain", body: called.body.toString() } };
  }
  return { answer, headers: { [pathHeader]: path.filter(Boolean).join(", ") } };
}

const gatewayPathOf = (to: string): string =>
  to.startsWith("delivery") ? "/deliveries/1" : `/${to.split(/[.:]/)[0] ?? ""}/1`;

const pathHeader = "x-stand-in-path";
const pathMark = ({ app, version, pod }: Identity) => `${app}/${version}/${pod}`;

const marksOf = (identity: Identity): Record<string, string> => ({
  "x-stand-in-service": identity.app,
  "x-stand-in-version": identity.version,
  "x-stand-in-slot": identity.slot,
  "x-stand-in-pod": identity.pod,
  [pathHeader]: pathMark(identity),
});

const failure = (status: number, { pod }: Identity): Answer => ({
  status,
  type: "text/plain",
  body: `${pod} fails, as its annotation asks for\n`,
});

function send(
  response: ServerResponse,
  request: IncomingMessage,
  { status, type, body }: Answer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    ...headers,
    "content-type": type,
    "content-length": Buffer.byteLength(body),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
