import { Injectable } from '@nestjs/common';
import type { OpenProvider, ProviderSetting } from './clients/open-provider';
import type { ProviderAccount } from './data/provider-account.entity';
import type { ProviderTest, ProviderType } from './graphql/provider.types';
import { addressWarnings, keyHint } from './logic/account-rules';
import { describeProblem } from './logic/describe-problem';
import { isLocalProvider } from './logic/provider-kinds';
import { ProviderAccounts, type ProviderWish } from './provider-accounts';
import { ProviderRegistry } from './provider-registry';
import { providersErrors } from './providers.errors';

const ENVIRONMENT_ID = 'env:';

/** Providers as admins see them: those of the environment, to look at, and their own, to change. */
@Injectable()
export class ProviderDesk {
  constructor(
    private readonly accounts: ProviderAccounts,
    private readonly registry: ProviderRegistry,
  ) {}

  async list(): Promise<ProviderType[]> {
    const fixed = this.registry.fromEnvironment.map((setting) => fromEnvironment(setting));
    const own = (await this.accounts.list()).map((account) => this.fromAccount(account));
    return [...fixed, ...own];
  }

  async save(wish: ProviderWish): Promise<ProviderType> {
    return this.fromAccount(await this.accounts.save(wish));
  }

  remove(id: string): Promise<void> {
    return this.accounts.remove(id);
  }

  async test(id: string): Promise<ProviderTest> {
    const setting = await this.settingOf(id);
    const startedAt = performance.now();
    const took = () => Math.round(performance.now() - startedAt);
    try {
      const models = await this.registry.withFresh(setting, countModels);
      return { ok: true, latencyMs: took(), models, problem: null };
    } catch (error) {
      return { ok: false, latencyMs: took(), models: 0, problem: describeProblem(error) };
    }
  }

  private async settingOf(id: string): Promise<ProviderSetting> {
    if (!id.startsWith(ENVIRONMENT_ID)) {
      return this.accounts.toSetting(await this.accounts.get(id));
    }
    const name = id.slice(ENVIRONMENT_ID.length);
    const found = this.registry.fromEnvironment.find((setting) => setting.name === name);
    if (found === undefined) throw providersErrors.provider_not_found({});
    return found;
  }

  private fromAccount(account: ProviderAccount): ProviderType {
    const setting = this.accounts.toSetting(account);
    const { id, isEnabled, priority } = account;
    return { ...described(setting), id, source: 'admin', isEnabled, priority };
  }
}

function fromEnvironment(setting: ProviderSetting): ProviderType {
  const id = ENVIRONMENT_ID + setting.name;
  return { ...described(setting), id, source: 'environment', isEnabled: true, priority: 0 };
}

function described({ name, kind, baseUrls, apiKey }: ProviderSetting) {
  return {
    name,
    kind: kind.name,
    label: kind.label,
    baseUrls: [...baseUrls],
    isLocal: baseUrls.every((url) => isLocalProvider(kind, url)),
    keyHint: keyHint(apiKey),
    warnings: baseUrls.flatMap((url) => addressWarnings(url, apiKey !== null)),
  };
}

/** Ollama's list leaves silent servers out, so whether one speaks at all is asked first. */
async function countModels(provider: OpenProvider): Promise<number> {
  if (provider.ollama !== null && (await provider.ollama.version()) === null) {
    throw new Error('no server answered');
  }
  return (await provider.listModels()).length;
}
