import { isOwnNetwork } from '../../common/net/address-policy';

/** One part of `provider/model`, so no slash, and no capitals for people to mistake. */
export const PROVIDER_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,31}$/u;
/** Names that mean something else where a provider's name may stand. */
const RESERVED_NAMES = new Set(['demo', 'auto', 'fast', 'smart', 'eco', 'balanced', 'precision']);
const BASE_URL_LENGTH_MAX = 500;

export function isReservedName(name: string): boolean {
  return RESERVED_NAMES.has(name);
}

/** A base URL in the form it is stored; null when it is none, or carries credentials or a query. */
export function normalBaseUrl(text: string): string | null {
  if (text.length > BASE_URL_LENGTH_MAX || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain =
    url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || !['http:', 'https:'].includes(url.protocol)) return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
}

/** What a key is sealed for: moved to another provider or another address it does not open. */
export function keyContext(id: string, baseUrl: string): string {
  return `provider-key ${id} ${baseUrl}`;
}

/** Shows which key it is without showing it: the last four characters of one long enough to spare them. */
export function keyHint(apiKey: string | null): string | null {
  if (apiKey === null) return null;
  return apiKey.length < 16 ? '…' : `…${apiKey.slice(-4)}`;
}

/** What an admin should know about an address that is allowed all the same. */
export function addressWarnings(baseUrl: string, hasKey: boolean): string[] {
  const { hostname, protocol } = new URL(baseUrl);
  if (isOwnNetwork(hostname)) {
    return ['This address is on your own network: its models count as local and are free.'];
  }
  return protocol === 'http:' && hasKey
    ? ['This address is not encrypted: the key and all prompts travel in the clear.']
    : [];
}
