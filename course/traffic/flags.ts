import { validateHeaderName, validateHeaderValue } from "node:http";

import { InvalidArgumentError } from "commander";

import { UserError } from "../../sandbox/errors";
import type { Cookies } from "./jars";

export interface TrafficFlags {
  readonly stack: string;
  readonly aws?: boolean;
  readonly url?: string;
  readonly path?: string;
  readonly method: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly cookie?: Cookies;
  readonly userAgent?: string;
  readonly body?: string;
  readonly rps: number;
  /** Seconds; without it, until Ctrl-C. */
  readonly for?: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly clients: number;
  readonly connections: number;
  /** False by `--no-keep-alive`. */
  readonly keepAlive: boolean;
  readonly versionHeader?: string;
  readonly json?: boolean;
  readonly report?: string;
}

const refuse = (fix: string): never => {
  throw new InvalidArgumentError(fix);
};

/** More than that is a load test, and this machine's own limits are measured. */
const mostRps = 5000;

export function rate(text: string): number {
  const number = Number(text);
  return text.trim() !== "" && number > 0 && number <= mostRps
    ? number
    : refuse(`give requests a second, above 0 and at most ${mostRps}, such as 50`);
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** `90s`, `5m`, `1h30m`, in seconds. */
export function duration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const seconds = parts.reduce((sum, [, amount, unit]) => {
    return sum + Number(amount) * (units[unit ?? ""] ?? 0);
  }, 0);
  const isWhole = parts.map(([part]) => part).join("") === text.trim();
  return isWhole && seconds > 0 && seconds <= 86_400
    ? seconds
    : refuse("give a time of at most a day, such as 90s, 5m or 1h30m");
}

export const milliseconds = (text: string): number => duration(text) * 1000;

const count =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    return text.trim() !== "" && Number.isInteger(number) && number >= least && number <= most
      ? number
      : refuse(`give a whole number from ${least} to ${most}`);
  };

export const clients = count(0, 10_000);
export const connections = count(1, 2000);

export const method = (text: string): string =>
  /^[A-Za-z]{3,12}$/.test(text) ? text.toUpperCase() : refuse("give a method such as GET or POST");

/** Headers that have a flag of their own, or that Node refuses when the run has begun. */
const refused = new Map([
  ["cookie", "give cookies by --cookie NAME=VALUE, one each"],
  ["trailer", "give another header: nothing is sent after a body"],
]);

/** `x-group: b`; what was given before stays. */
export function header(text: string, before: Readonly<Record<string, string>> = {}) {
  const [, said = "", value = ""] = /^([^:]+):(.*)$/s.exec(text) ?? refuse('give "NAME: VALUE"');
  const name = valid(said, value.trim());
  const instead = refused.get(name);
  if (instead !== undefined) refuse(instead);
  return { ...before, [name]: value.trim() };
}

/** `group=b`. */
export function cookie(text: string, before: Cookies = {}): Cookies {
  const [, name = "", value = ""] =
    /^([^=;\s]+)=([^;\s]*)$/.exec(text.trim()) ??
    refuse('give "NAME=VALUE", one cookie each; repeat --cookie for more');
  valid("cookie", `${name}=${value}`);
  return { ...before, [name]: value };
}

export const userAgent = (text: string): string => {
  valid("user-agent", text);
  return text;
};

export const headerName = (text: string): string => valid(text, "");

function valid(name: string, value: string): string {
  try {
    validateHeaderName(name.trim());
    validateHeaderValue(name.trim(), value);
  } catch {
    refuse("it has characters that HTTP does not allow there: leave them out or write them as %XX");
  }
  return name.trim().toLowerCase();
}

/** An address that a browser would take, and without a name and password, which would be shown. */
export function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return refuse("give an address such as http://127.0.0.1:8080/products");
  if (url.username !== "" || url.password !== "")
    return refuse("give name and password by --header, not in the address");
  return url.href;
}

export const path = (text: string): string =>
  // What follows two slashes, of either kind, is a host.
  /^\/(?![/\\])[\x21-\x7e]*$/.test(text)
    ? text
    : refuse("give a path that begins with one /, such as /products");

/** @throws UserError for what does not go together */
export function check({ url, path: asked, versionHeader }: TrafficFlags): void {
  if (url !== undefined && asked !== undefined)
    throw new UserError(`--path is "${asked}" beside --url: put the path into the address.`);
  if (versionHeader === "set-cookie")
    throw new UserError('--version-header is "set-cookie": give a header that has one value.');
}
