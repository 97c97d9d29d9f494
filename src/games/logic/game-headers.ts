/**
 * Headers of everything a game host sends. They are the boundary together with the separate origin:
 * the game may do what it likes with itself, and may reach nothing but its own host.
 */
export interface GameHeaderFacts {
  /** Origin of the game, `http://g-….localhost:3000`. */
  self: string;
  /** Origins of the platform that may frame the game. */
  platforms: readonly string[];
}

/** Powers a game does not get, however it is framed. */
const DENIED_FEATURES = [
  'camera',
  'microphone',
  'geolocation',
  'payment',
  'usb',
  'serial',
  'bluetooth',
  'midi',
  'display-capture',
  'identity-credentials-get',
  'publickey-credentials-get',
];

/** No popups, no top navigation, no downloads: a game leaves its frame only through the platform. */
export const SANDBOX_FLAGS = [
  'allow-scripts',
  'allow-same-origin',
  'allow-pointer-lock',
  'allow-modals',
  'allow-forms',
  'allow-orientation-lock',
];

/** The same for every type of file: a script, an SVG or a worker opened directly is a document too. */
export function gameHeaders({ self, platforms }: GameHeaderFacts): Record<string, string> {
  const policy = [
    `sandbox ${SANDBOX_FLAGS.join(' ')}`,
    `default-src ${self} data: blob: 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'`,
    `connect-src ${self} data: blob:`,
    `worker-src ${self} blob:`,
    "frame-src 'none'",
    "object-src 'none'",
    "form-action 'none'",
    `base-uri ${self}`,
    `frame-ancestors ${platforms.join(' ')}`,
    'report-uri /__arcade/csp',
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': DENIED_FEATURES.map((feature) => `${feature}=()`).join(', '),
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'x-dns-prefetch-control': 'off',
  };
}

/**
 * Files under a version's path never change, so they are kept for ever. Documents are asked for again
 * each time: their headers, the boot script and a take-down must take effect at once.
 */
export function cacheControl(isVersioned: boolean, isDocument: boolean): string {
  if (isDocument) return 'private, no-store';
  return isVersioned ? 'public, max-age=31536000, immutable' : 'private, no-cache';
}
