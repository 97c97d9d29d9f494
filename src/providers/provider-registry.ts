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

  private arrange(): void {
    const { env } = this.config;
    const configured = this.environment.filter(({ setting }) => isConfigured(env, setting!));
    const assumed = this.environment.filter((provider) => !configured.includes(provider));
    const isDemoOn = env.DEMO === 'on' || (env.DEMO === 'auto' && configured.length === 0);
    this.inUse = [...configured, ...assumed, ...(isDemoOn ? [this.demo] : [])];
  }
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
