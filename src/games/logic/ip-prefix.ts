import { isIP } from 'node:net';

/**
 * The part of a client's address that a play token is bound to: /24 for IPv4, /64 for IPv6, so that a
 * phone changing its address within one network keeps playing. All loopback addresses are one, because
 * `localhost` and `g-….localhost` may be reached over different ones.
 */
export function ipPrefix(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/u, '');
  if (isIP(plain) === 4) {
    return plain.startsWith('127.') ? 'loopback' : plain.split('.').slice(0, 3).join('.');
  }
  if (plain === '::1') return 'loopback';
  return isIP(plain) === 6 ? expandV6(plain).slice(0, 4).join(':') : 'unknown';
}

function expandV6(address: string): string[] {
  const [head = '', tail] = address.replace(/%.*$/u, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(gap).fill('0'), ...right].map((group) =>
    group.replace(/^0+(?=.)/u, ''),
  );
}
