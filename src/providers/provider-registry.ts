import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../common/config/config';
import { openProvider, type OpenProvider, type ProviderSetting } from './clients/open-provider';
import { DemoUpstream } from './demo/demo-upstream';
import { environmentProviders, isConfigured } from './logic/environment-providers';

/** The providers in use, in memory: calls are planned from here without waiting for anything. */
@Injectable()
export class ProviderRegistry implements OnApplicationShutdown {
  private readonly environment: readonly OpenProvider[];
  private readonly demo = demoProvider();
  /** Set up by admins, in order of preference. */
  private accounts: readonly OpenProvider[] = [];
  private inUse: readonly OpenProvider[] = [];

  constructor(private readonly config: Config) {
    this.environment = environmentProviders(config.env).map((setting) => this.open(setting));
    this.arrange();
  }

  /** In order of preference; the demo model last, while it is on. */
  get all(): readonly OpenProvider[] {
    return this.inUse;
  }

  get isDemoOn(): boolean {
    return this.inUse.at(-1) === this.demo;
  }

  find(name: string): OpenProvider | undefined {
    return this.inUse.find((provider) => provider.name === name);
  }

  get fromEnvironment(): readonly ProviderSetting[] {
    return this.configured.map(({ setting }) => setting!);
  }

  /** The environment wins over what admins set up. */
  isFromEnvironment(name: string): boolean {
    return this.configured.some((provider) => provider.name === name);
  }

  /** Takes these in place of the former ones; those that did not change keep their connections. */
  useAccounts(settings: readonly ProviderSetting[]): void {
    const before = this.accounts;
    this.accounts = settings
      .filter(({ name }) => !this.isFromEnvironment(name))
      .map(
        (setting) => before.find((each) => isSame(each.setting!, setting)) ?? this.open(setting),
      );
    this.arrange();
    for (const provider of before) {
      if (!this.accounts.includes(provider)) void provider.retire();
    }
  }

  /** A provider of its own for one question, so that nothing remembered answers it. */
  async withFresh<T>(
    setting: ProviderSetting,
    ask: (provider: OpenProvider) => Promise<T>,
  ): Promise<T> {
    const provider = this.open(setting);
    try {
      return await ask(provider);
    } finally {
      await provider.close();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.inUse.map((provider) => provider.close()));
  }

  private open(setting: ProviderSetting): OpenProvider {
    const { env } = this.config;
    return openProvider(setting, {
      connectTimeoutMs: env.UPSTREAM_CONNECT_TIMEOUT_MS,
      firstByteTimeoutMs: env.UPSTREAM_FIRST_BYTE_TIMEOUT_MS,
      idleTimeoutMs: env.UPSTREAM_IDLE_TIMEOUT_MS,
    });
  }

  private get configured(): readonly OpenProvider[] {
    return this.environment.filter(({ setting }) => isConfigured(this.config.env, setting!));
  }

  private arrange(): void {
    const { DEMO } = this.config.env;
    const chosen = [...this.configured, ...this.accounts];
    const names = new Set(chosen.map(({ name }) => name));
    // Looked for where it usually is, unless an admin has set up one of that name.
    const assumed = this.environment.filter(({ name }) => !names.has(name));
    const isDemoOn = DEMO === 'on' || (DEMO === 'auto' && chosen.length === 0);
    this.inUse = [...chosen, ...assumed, ...(isDemoOn ? [this.demo] : [])];
  }
}

function isSame(a: ProviderSetting, b: ProviderSetting): boolean {
  return (
    a.name === b.name &&
    a.kind === b.kind &&
    a.apiKey === b.apiKey &&
    a.baseUrls.join(' ') === b.baseUrls.join(' ')
  );
}

function demoProvider(): OpenProvider {
  const upstream = new DemoUpstream();
  return {
    name: 'demo',
    setting: null,
    dialect: 'any',
    vendor: 'demo',
    isLocal: true,
    aliases: { fast: 'demo', smart: 'demo' },
    ollama: null,
    upstreamFor: () => upstream,
    knows: (model) => model === 'demo',
    listModels: async () => [],
    close: async () => undefined,
    retire: async () => undefined,
  };
}
