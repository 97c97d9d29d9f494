import type { AddressTrust } from '../../common/net/address-policy';
import { guardedFetch } from '../../common/net/guarded-fetch';
import type { KnownProvider } from '../logic/resolve-model';
import { credentialHeaders, isLocalProvider, type ProviderKind } from '../logic/provider-kinds';
import type { Dialect, ListedProvider, Upstream } from '../providers.types';
import { AnthropicAccount } from './anthropic-account';
import { CompatibleAccount } from './compatible-account';
import { HttpUpstream } from './http-upstream';
import { OllamaServers } from './ollama-servers';

/** What it takes to open a provider. */
export interface ProviderSetting {
  /** The part before the slash in `provider/model`. */
  name: string;
  kind: ProviderKind;
  /** One; several only for Ollama. */
  baseUrls: readonly [string, ...string[]];
  apiKey: string | null;
  trust: AddressTrust;
}

export interface UpstreamTimeouts {
  connectTimeoutMs: number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
}

/** A provider that is in use. */
export interface OpenProvider extends KnownProvider, ListedProvider {
  name: string;
  dialect: Dialect | 'any';
  /** Null for the demo model. */
  setting: ProviderSetting | null;
  upstreamFor(model: string): Upstream | Promise<Upstream>;
  /** From memory: did the upstream list this model when it was last asked? */
  knows(model: string): boolean;
  /** Breaks off what is running. */
  close(): Promise<void>;
  /** Lets what is running end. */
  retire(): Promise<void>;
}

/** The longest that a list of models may take. */
const LIST_TIMEOUT_MS = 10_000;

/** Opens sockets only when it is asked for something. */
export function openProvider(setting: ProviderSetting, timeouts: UpstreamTimeouts): OpenProvider {
  const { name, kind, baseUrls, apiKey, trust } = setting;
  const credentials = credentialHeaders(kind, apiKey);
  const headers = { ...kind.headers, ...credentials };
  const upstreams = baseUrls.map(
    (baseUrl) => new HttpUpstream({ baseUrl, headers, trust, ...timeouts }),
  );
  const isLocal = baseUrls.every((url) => isLocalProvider(kind, url));
  const fetch = guardedFetch({
    trust,
    connectTimeoutMs: timeouts.connectTimeoutMs,
    timeoutMs: LIST_TIMEOUT_MS,
  });
  return {
    name,
    setting,
    isLocal,
    dialect: kind.dialect,
    vendor: kind.baseUrl === null ? name : kind.name,
    aliases: null,
    ollama: null,
    ...openClient(setting, { upstreams, headers, fetch, isLocal }),
    close: () => settle(upstreams.map((upstream) => upstream.close())),
    retire: () => settle(upstreams.map((upstream) => upstream.retire())),
  };
}

type Client = Pick<OpenProvider, 'upstreamFor' | 'knows' | 'listModels'> & Partial<OpenProvider>;

function openClient(
  { kind, baseUrls, apiKey }: ProviderSetting,
  wire: {
    upstreams: HttpUpstream[];
    headers: Record<string, string>;
    fetch: typeof fetch;
    isLocal: boolean;
  },
): Client {
  const { upstreams, headers, fetch, isLocal } = wire;
  const [baseUrl] = baseUrls;
  const upstream = upstreams[0]!;
  switch (kind.dialect) {
    case 'anthropic': {
      const account = new AnthropicAccount(baseUrl, apiKey, fetch);
      return {
        upstreamFor: () => upstream,
        knows: (model) => account.known.some(({ id }) => id === model),
        listModels: () => account.listModels(),
      };
    }
    case 'ollama': {
      const servers = baseUrls.map((url, at) => ({ url, upstream: upstreams[at]! }));
      const ollama = new OllamaServers(servers, { fetch, headers });
      return {
        ollama,
        upstreamFor: (model) => ollama.upstreamFor(model),
        knows: (model) => ollama.knows(model),
        listModels: () => ollama.listModels(),
      };
    }
    case 'openai': {
      const account = new CompatibleAccount({ baseUrl, headers, fetch, isLocal });
      return {
        upstreamFor: () => upstream,
        knows: (model) => account.knows(model),
        listModels: () => account.listModels(),
      };
    }
  }
}

async function settle(closing: Promise<void>[]): Promise<void> {
  await Promise.allSettled(closing);
}
