/** An IPv4 block: its first address as a number, and the length of its prefix. */
export interface Block {
  readonly base: number;
  readonly prefix: number;
}

/** Reads `10.64.0.0/16`; `undefined` when it is no CIDR at all. Host bits are kept, see `hasHostBits`. */
export function parseCidr(text: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  return { base: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
}

export function formatCidr({ base, prefix }: Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** How many addresses the block has. */
export const size = ({ prefix }: Block): number => 2 ** (32 - prefix);

/** The block's true start: the same address with the host bits cleared. */
export const network = (block: Block): Block => ({
  base: block.base - (block.base % size(block)),
  prefix: block.prefix,
});

export const hasHostBits = (block: Block): boolean => network(block).base !== block.base;

export const overlaps = (a: Block, b: Block): boolean =>
  a.base < b.base + size(b) && b.base < a.base + size(a);

export const contains = (outer: Block, inner: Block): boolean =>
  inner.base >= outer.base && inner.base + size(inner) <= outer.base + size(outer);
