/** An IPv4 network: its first address as a number, and its prefix length. */
export interface Network {
  readonly first: number;
  readonly prefix: number;
}

export const sizeOf = ({ prefix }: Network): number => 2 ** (32 - prefix);

const lastOf = (network: Network): number => network.first + sizeOf(network) - 1;

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export const formatNetwork = (network: Network): string =>
  `${formatAddress(network.first)}/${network.prefix}`;

/** The network a text names, or the sentence's end that says why it names none. */
export function parseNetwork(text: string): Network | string {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const numbers = (match ?? []).slice(1).map(Number);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = numbers;
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) {
    return "is no IPv4 network; it is written like 10.0.0.0/16";
  }
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const network = { first: address - (address % 2 ** (32 - prefix)), prefix };
  if (network.first === address) return network;
  return `has bits set behind its /${prefix}; the network is ${formatNetwork(network)}`;
}

export const overlap = (one: Network, other: Network): boolean =>
  one.first <= lastOf(other) && other.first <= lastOf(one);

/** Whether `inner` lies wholly within `outer`. */
export const contains = (outer: Network, inner: Network): boolean =>
  outer.first <= inner.first && lastOf(inner) <= lastOf(outer);
