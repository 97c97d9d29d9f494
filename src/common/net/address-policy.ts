import { isIP } from 'node:net';

/**
 * What kind of place an IP address is:
 * - `public`     anywhere on the internet
 * - `private`    a network of one's own, or this machine
 * - `forbidden`  never a server of anybody's: metadata services and other link-local addresses,
 *                multicast, and ranges set aside
 */
export type AddressKind = 'public' | 'private' | 'forbidden';

/** Whose word an address is: the operator may point anywhere of their own, other people only outside. */
export type AddressTrust = 'operator' | 'user';

type Range = readonly [base: string, bits: number];

const V4_FORBIDDEN: readonly Range[] = [
  // Link-local, with the metadata services of most clouds (169.254.169.254, 169.254.170.2).
  ['169.254.0.0', 16],
  // Alibaba Cloud's metadata service, inside a range that is private otherwise.
  ['100.100.100.200', 32],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const V4_PRIVATE: readonly Range[] = [
  // 0.0.0.0 reaches this machine.
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
];
const V6_FORBIDDEN: readonly Range[] = [
  // EC2's metadata service over IPv6.
  ['fd00:ec2::254', 128],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['100::', 64],
  ['2001:db8::', 32],
];
const V6_PRIVATE: readonly Range[] = [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
];
/** Ranges that carry an IPv4 address, and the bit it begins at: such an address is what it carries. */
const V6_CARRIES_V4: readonly (readonly [base: string, bits: number, at: number])[] = [
  ['::ffff:0:0', 96, 96],
  ['::ffff:0:0:0', 96, 96],
  ['64:ff9b::', 96, 96],
  ['64:ff9b:1::', 48, 96],
  ['2002::', 16, 16],
  ['::', 96, 96],
];

/** Throws for a text that is no IP address; a zone (`%eth0`) is ignored. */
export function addressKind(address: string): AddressKind {
  const text = address.split('%')[0]!;
  switch (isIP(text)) {
    case 4:
      return kindOfV4(v4Bits(text));
    case 6:
      return kindOfV6(v6Bits(text));
    default:
      throw new Error('not an IP address');
  }
}

/** May a server be dialled at this address, when the one who named it is trusted so far? */
export function isAddressAllowed(address: string, trust: AddressTrust): boolean {
  const kind = addressKind(address);
  return kind === 'public' || (kind === 'private' && trust === 'operator');
}

/** Names that lead to one's own network wherever they are asked. */
const OWN_NAME = /(^|\.)(localhost|local|lan|internal|intranet|home\.arpa)\.?$/u;

/**
 * Is this host of a URL on the operator's own network, as far as can be said without asking anybody?
 * A name without a dot counts: no public host has one.
 */
export function isOwnNetwork(hostname: string): boolean {
  const host = unbracketed(hostname).toLowerCase();
  if (isIP(host) !== 0) return addressKind(host) === 'private';
  return !host.replace(/\.$/u, '').includes('.') || OWN_NAME.test(host);
}

/** URLs write IPv6 addresses in brackets; sockets do not. */
export function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/gu, '');
}

function kindOfV4(bits: bigint): AddressKind {
  if (V4_FORBIDDEN.some((range) => isWithin(bits, range, 32))) return 'forbidden';
  return V4_PRIVATE.some((range) => isWithin(bits, range, 32)) ? 'private' : 'public';
}

function kindOfV6(bits: bigint): AddressKind {
  if (V6_FORBIDDEN.some((range) => isWithin(bits, range, 128))) return 'forbidden';
  if (V6_PRIVATE.some((range) => isWithin(bits, range, 128))) return 'private';
  const carrier = V6_CARRIES_V4.find(([base, size]) => isWithin(bits, [base, size], 128));
  if (carrier === undefined) return 'public';
  const [, , at] = carrier;
  return kindOfV4((bits >> BigInt(96 - at)) & 0xffff_ffffn);
}

function isWithin(bits: bigint, [base, size]: Range, width: 32 | 128): boolean {
  const shift = BigInt(width - size);
  const first = width === 32 ? v4Bits(base) : v6Bits(base);
  return bits >> shift === first >> shift;
}

function v4Bits(text: string): bigint {
  return text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function v6Bits(text: string): bigint {
  const [head, tail] = withHexTail(text).split('::') as [string, string | undefined];
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros: string[] = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce(
    (bits, group) => (bits << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

/** `::ffff:127.0.0.1` is written with groups throughout. */
function withHexTail(text: string): string {
  const at = text.lastIndexOf(':') + 1;
  const tail = text.slice(at);
  if (!tail.includes('.')) return text;
  const bits = v4Bits(tail);
  return `${text.slice(0, at)}${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
