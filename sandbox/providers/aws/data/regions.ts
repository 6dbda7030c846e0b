/** A region: its name, what its zone ids start with, and the zones a new account gets, by letter and number. */
interface Region {
  readonly description: string;
  readonly zonePrefix: string;
  readonly zones: Readonly<Record<string, number>>;
  /** Regions that an account must switch on first. */
  readonly optIn?: boolean;
}

const abc = { a: 1, b: 2, c: 3 } as const;

const region = (
  description: string,
  zonePrefix: string,
  zones: Region["zones"] = abc,
  optIn = false,
): Region => ({ description, zonePrefix, zones, optIn });

/**
 * Source: AWS Regions and Availability Zones User Guide. Which letter stands for which zone differs from account to
 * account; the number of zones does not. Where old accounts know a further letter, new ones skip it, as here.
 */
export const regions: Readonly<Record<string, Region>> = {
  "af-south-1": region("Africa (Cape Town)", "afs1", abc, true),
  "ap-east-1": region("Asia Pacific (Hong Kong)", "ape1", abc, true),
  "ap-east-2": region("Asia Pacific (Taipei)", "ape2", abc, true),
  "ap-northeast-1": region("Asia Pacific (Tokyo)", "apne1", { a: 4, c: 1, d: 2 }),
  "ap-northeast-2": region("Asia Pacific (Seoul)", "apne2", { ...abc, d: 4 }),
  "ap-northeast-3": region("Asia Pacific (Osaka)", "apne3"),
  "ap-south-1": region("Asia Pacific (Mumbai)", "aps1"),
  "ap-south-2": region("Asia Pacific (Hyderabad)", "aps2", abc, true),
  "ap-southeast-1": region("Asia Pacific (Singapore)", "apse1"),
  "ap-southeast-2": region("Asia Pacific (Sydney)", "apse2"),
  "ap-southeast-3": region("Asia Pacific (Jakarta)", "apse3", abc, true),
  "ap-southeast-4": region("Asia Pacific (Melbourne)", "apse4", abc, true),
  "ap-southeast-5": region("Asia Pacific (Malaysia)", "apse5", abc, true),
  "ap-southeast-6": region("Asia Pacific (New Zealand)", "apse6", abc, true),
  "ap-southeast-7": region("Asia Pacific (Thailand)", "apse7", abc, true),
  "ca-central-1": region("Canada (Central)", "cac1", { a: 1, b: 2, d: 4 }),
  "ca-west-1": region("Canada West (Calgary)", "caw1", abc, true),
  "cn-north-1": region("China (Beijing)", "cnn1", { a: 1, b: 2, d: 4 }),
  "cn-northwest-1": region("China (Ningxia)", "cnnw1"),
  "eu-central-1": region("Europe (Frankfurt)", "euc1", { a: 2, b: 3, c: 1 }),
  "eu-central-2": region("Europe (Zurich)", "euc2", abc, true),
  "eu-north-1": region("Europe (Stockholm)", "eun1"),
  "eu-south-1": region("Europe (Milan)", "eus1", abc, true),
  "eu-south-2": region("Europe (Spain)", "eus2", abc, true),
  "eu-west-1": region("Europe (Ireland)", "euw1"),
  "eu-west-2": region("Europe (London)", "euw2"),
  "eu-west-3": region("Europe (Paris)", "euw3"),
  "il-central-1": region("Israel (Tel Aviv)", "ilc1", abc, true),
  "me-central-1": region("Middle East (UAE)", "mec1", abc, true),
  "me-south-1": region("Middle East (Bahrain)", "mes1", abc, true),
  "mx-central-1": region("Mexico (Central)", "mxc1", abc, true),
  "sa-east-1": region("South America (Sao Paulo)", "sae1"),
  "us-east-1": region("US East (N. Virginia)", "use1", { a: 1, b: 2, c: 4, d: 6, e: 3, f: 5 }),
  "us-east-2": region("US East (Ohio)", "use2"),
  "us-gov-east-1": region("AWS GovCloud (US-East)", "usge1"),
  "us-gov-west-1": region("AWS GovCloud (US-West)", "usgw1"),
  "us-west-1": region("US West (N. California)", "usw1", { a: 1, c: 3 }),
  "us-west-2": region("US West (Oregon)", "usw2", { ...abc, d: 4 }),
};

export interface Zone {
  readonly name: string;
  readonly id: string;
}

/** The zones of a region; empty where there is no such region. */
export function zonesOf(name: string): readonly Zone[] {
  const known = regions[name];
  return Object.entries(known?.zones ?? {}).map(([letter, number]) => ({
    name: `${name}${letter}`,
    id: `${known?.zonePrefix ?? ""}-az${number}`,
  }));
}

/** Why a text names no region; undefined where it does. */
export function regionProblem(name: string): string | undefined {
  if (name in regions) return undefined;
  const near = Object.keys(regions).filter((known) => known.startsWith(name.slice(0, 3)));
  const some = near.length > 0 ? near : Object.keys(regions);
  return `"${name}" is no AWS region; there is ${some.slice(0, 8).join(", ")}${some.length > 8 ? ", …" : ""}`;
}
