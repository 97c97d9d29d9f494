import { COMPATIBLE_VENDORS, type CompatibleVendor } from '../../common/config/compatible-vendors';
import { isOwnNetwork } from '../../common/net/address-policy';
import type { OutputField } from '../../protocol/relay/dialect-request';
import type { Dialect } from '../providers.types';

/** What is known of a kind of provider, whoever configures one. */
export interface ProviderKind {
  name: string;
  label: string;
  dialect: Dialect;
  /** Null where the base URL must be given. */
  baseUrl: string | null;
  headers: Readonly<Record<string, string>>;
  outputField: OutputField;
  isSelfHosted: boolean;
}

/** A provider that somebody else runs, in a dialect that many speak. */
export const GENERIC_KIND = 'openai-compatible';

const OWN_WIRES: readonly ProviderKind[] = [
  {
    name: 'anthropic',
    label: 'Anthropic',
    dialect: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    headers: {},
    outputField: 'max_tokens',
    isSelfHosted: false,
  },
  {
    name: 'ollama',
    label: 'Ollama',
    dialect: 'ollama',
    baseUrl: 'http://localhost:11434',
    headers: {},
    outputField: 'max_tokens',
    isSelfHosted: true,
  },
  {
    name: GENERIC_KIND,
    label: 'OpenAI-compatible',
    dialect: 'openai',
    baseUrl: null,
    headers: {},
    outputField: 'max_tokens',
    isSelfHosted: false,
  },
];

export const PROVIDER_KINDS: ReadonlyMap<string, ProviderKind> = new Map(
  [...OWN_WIRES, ...COMPATIBLE_VENDORS.map(fromVendor)].map((kind) => [kind.name, kind]),
);

function fromVendor(vendor: CompatibleVendor): ProviderKind {
  const { name, label, baseUrl, headers = {}, isSelfHosted = false } = vendor;
  const { outputField = 'max_completion_tokens' } = vendor;
  return { name, label, baseUrl, headers, outputField, isSelfHosted, dialect: 'openai' };
}

/** The header that carries the key; every vendor of OpenAI's dialect takes a bearer, and so does a proxy before Ollama. */
export function credentialHeaders(
  kind: ProviderKind,
  apiKey: string | null,
): Record<string, string> {
  if (apiKey === null) return {};
  return kind.dialect === 'anthropic'
    ? { 'x-api-key': apiKey }
    : { authorization: `Bearer ${apiKey}` };
}

/** Nobody is paid per token by a server of one's own, whatever kind it is. */
export function isLocalProvider(kind: ProviderKind, baseUrl: string): boolean {
  return kind.isSelfHosted || isOwnNetwork(new URL(baseUrl).hostname);
}
