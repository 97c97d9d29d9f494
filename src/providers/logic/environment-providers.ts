import {
  COMPATIBLE_VENDORS,
  vendorKeyName,
  vendorUrlName,
} from '../../common/config/compatible-vendors';
import type { Environment } from '../../common/config/environment.schema';
import type { ProviderSetting } from '../clients/open-provider';
import { PROVIDER_KINDS } from './provider-kinds';

/** The providers that the environment configures, in order of preference. */
export function environmentProviders(env: Environment): ProviderSetting[] {
  const anthropic = setting('anthropic', env.ANTHROPIC_API_KEY, env.ANTHROPIC_UPSTREAM_URL);
  const vendors = COMPATIBLE_VENDORS.map(({ name }) =>
    setting(name, env[vendorKeyName(name)], env[vendorUrlName(name)]),
  );
  return [anthropic, ...vendors, ollama(env)].filter((each) => each !== null);
}

/** Ollama is looked for where it usually is, so it counts as configured only when the environment says so. */
export function isConfigured(env: Environment, { name }: ProviderSetting): boolean {
  return name !== 'ollama' || env.OLLAMA_URL !== undefined;
}

function setting(
  name: string,
  apiKey: string | undefined,
  url: string | undefined,
): ProviderSetting | null {
  const kind = PROVIDER_KINDS.get(name)!;
  const baseUrl = url ?? kind.baseUrl;
  // A key alone says where to go only when the kind has a home.
  if ((apiKey === undefined && url === undefined) || baseUrl === null) return null;
  return { name, kind, baseUrls: [baseUrl], apiKey: apiKey ?? null, trust: 'operator' };
}

function ollama(env: Environment): ProviderSetting {
  const kind = PROVIDER_KINDS.get('ollama')!;
  const [first, ...others] = env.OLLAMA_URL ?? [kind.baseUrl!];
  return {
    name: 'ollama',
    kind,
    baseUrls: [first ?? kind.baseUrl!, ...others],
    apiKey: null,
    trust: 'operator',
  };
}
