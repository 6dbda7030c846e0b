import type { IncomingHttpHeaders } from "node:http";

/** Who answered, as far as the answer tells; what it does not tell is empty. */
export interface Answerer {
  readonly service: string;
  readonly version: string;
  readonly slot: string;
  readonly pod: string;
  /** All who had a part, first to last: `gateway/v1/POD, products/v2/POD`. */
  readonly chain: string;
}

export const nobody: Answerer = { service: "", version: "", slot: "", pod: "", chain: "" };

/** How an answer is read. */
export interface Reading {
  /** Whose version is asked for: another than the last of the chain, where it only passes requests on. */
  readonly service?: string;
  /** The header that names the version, where services have one of their own. */
  readonly versionHeader?: string;
}

/** By its headers: those of the sandbox's stand-ins, or the one that `versionHeader` names. */
export function answererOf(
  headers: IncomingHttpHeaders,
  { service, versionHeader }: Reading = {},
): Answerer {
  const text = (name: string) => printable(String(headers[name] ?? ""));
  const chain = text("x-stand-in-path");
  const last = {
    service: text("x-stand-in-service"),
    version: text("x-stand-in-version"),
    slot: text("x-stand-in-slot"),
    pod: text("x-stand-in-pod"),
    chain,
  };
  if (versionHeader !== undefined)
    return { ...last, version: text(versionHeader.toLowerCase()).trim() };
  if (service === undefined || last.service === service) return last;
  const part = chain.split(", ").find((it) => it.startsWith(`${service}/`));
  const [, version = "", pod = ""] = part?.split("/") ?? [];
  return { ...nobody, ...(part !== undefined && { service, version, pod }), chain };
}

/** It goes to a terminal and to a page: nothing in it may be more than text. */
const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 400);

/** `… => recommendation v2 from 'POD': 7`, as the services of the Istio tutorial say it. */
const said = /([a-z][a-z0-9-]*) (v[\w.-]+) from '([^']*)'/g;

/** By its text, where no header tells: of the service that is asked for, or else the last one named. */
export function answererIn(body: string, service?: string): Answerer {
  const found = [...body.matchAll(said)].filter(
    ([, name]) => service === undefined || name === service,
  );
  const [, name = "", version = "", pod = ""] = found.at(-1) ?? [];
  return { ...nobody, service: name, version, pod };
}
