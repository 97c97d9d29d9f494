import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../common/config/config';
import { AnthropicAccount } from './clients/anthropic-account';
import { HttpUpstream } from './clients/http-upstream';
import { OllamaServers } from './clients/ollama-servers';
import { DemoUpstream } from './demo/demo-upstream';
import { resolveModel, type KnownProvider } from './logic/resolve-model';
import { providersErrors } from './providers.errors';
import type { Deployment, Dialect, Upstream } from './providers.types';

interface ConfiguredProvider extends KnownProvider {
  upstreamFor(model: string): Upstream | Promise<Upstream>;
}

const ANTHROPIC_URL = 'https://api.anthropic.com';
const OLLAMA_URL = 'http://localhost:11434';
/** What `fast` and `smart` stand for on an Anthropic account. */
const ANTHROPIC_ALIASES = { fast: 'claude-haiku-4-5', smart: 'claude-sonnet-4-5' };

/** The upstreams this server knows, and which of them serves a model. */
@Injectable()
export class ProvidersService implements OnApplicationShutdown {
  /** Null while no Anthropic account is configured. */
  readonly anthropic: AnthropicAccount | null;
  readonly ollama: OllamaServers;
  readonly isDemoOn: boolean;
  /** In order of preference. */
  private readonly providers: ConfiguredProvider[] = [];
  private readonly httpUpstreams: HttpUpstream[] = [];

  constructor(private readonly config: Config) {
    const { env } = config;
    this.anthropic = this.openAnthropic();
    if (this.anthropic !== null) {
      const { upstream } = this.anthropic;
      this.add('anthropic', 'anthropic', ANTHROPIC_ALIASES, () => upstream);
    }
    this.ollama = new OllamaServers(
      (env.OLLAMA_URL ?? [OLLAMA_URL]).map((url) => ({ url, upstream: this.openHttp(url, {}) })),
    );
    this.add('ollama', 'ollama', null, (model) => this.ollama.upstreamFor(model));
    const hasOwnProvider = this.anthropic !== null || env.OLLAMA_URL !== undefined;
    this.isDemoOn = env.DEMO === 'on' || (env.DEMO === 'auto' && !hasOwnProvider);
    if (this.isDemoOn) {
      const demo = new DemoUpstream();
      this.add('demo', 'any', { fast: 'demo', smart: 'demo' }, () => demo);
    }
  }

  /**
   * Where a call for this model goes, in the order to try. Throws `model_not_found` when nobody serves
   * it and `dialect_not_served` when its provider speaks another dialect.
   */
  async plan(model: string, dialect: Dialect): Promise<readonly Deployment[]> {
    const resolved = resolveModel(model, dialect, this.providers);
    if (resolved === null) throw providersErrors.model_not_found({ model, hint: this.hint() });
    const provider = this.providers.find(({ name }) => name === resolved.provider)!;
    if (provider.dialect !== 'any' && provider.dialect !== dialect) {
      const { name, dialect: spoken } = provider;
      throw providersErrors.dialect_not_served({ model, provider: name, dialect: spoken });
    }
    const upstream = await provider.upstreamFor(resolved.model);
    return [
      { provider: provider.name, dialect: provider.dialect, model: resolved.model, upstream },
    ];
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.httpUpstreams.map((upstream) => upstream.close()));
  }

  private openAnthropic(): AnthropicAccount | null {
    const { ANTHROPIC_API_KEY: key, ANTHROPIC_UPSTREAM_URL: url } = this.config.env;
    if (key === undefined && url === undefined) return null;
    const baseUrl = url ?? ANTHROPIC_URL;
    const upstream = this.openHttp(baseUrl, key === undefined ? {} : { 'x-api-key': key });
    return new AnthropicAccount(upstream, baseUrl, key ?? null);
  }

  private openHttp(baseUrl: string, headers: Record<string, string>): HttpUpstream {
    const { env } = this.config;
    const upstream = new HttpUpstream({
      baseUrl,
      headers,
      connectTimeoutMs: env.UPSTREAM_CONNECT_TIMEOUT_MS,
      firstByteTimeoutMs: env.UPSTREAM_FIRST_BYTE_TIMEOUT_MS,
      idleTimeoutMs: env.UPSTREAM_IDLE_TIMEOUT_MS,
    });
    this.httpUpstreams.push(upstream);
    return upstream;
  }

  private add(
    name: string,
    dialect: Dialect | 'any',
    aliases: KnownProvider['aliases'],
    upstreamFor: ConfiguredProvider['upstreamFor'],
  ): void {
    this.providers.push({ name, dialect, aliases, upstreamFor });
  }

  private hint(): string {
    const names = this.providers.map(({ name }) => name).join(', ');
    return this.isDemoOn
      ? `Try "demo", or name a provider as in "provider/model" (here: ${names}).`
      : `Name a provider as in "provider/model" (here: ${names}).`;
  }
}
