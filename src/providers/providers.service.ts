import { Injectable } from '@nestjs/common';
import { CatalogueService } from '../models/catalogue.service';
import type { OpenProvider } from './clients/open-provider';
import { isAlias, resolveModel, type KnownProvider } from './logic/resolve-model';
import { ProviderRegistry } from './provider-registry';
import { providersErrors } from './providers.errors';
import type { Deployment, Dialect, ListedProvider, Upstream } from './providers.types';

/** Which upstream serves a model. */
@Injectable()
export class ProvidersService {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly catalogue: CatalogueService,
  ) {}

  /** In order of preference. */
  get all(): readonly ListedProvider[] {
    return this.registry.all;
  }

  get isDemoOn(): boolean {
    return this.registry.isDemoOn;
  }

  /**
   * Where a call for this model goes, in the order to try; a promise only when an upstream has to be
   * asked first. Throws `model_not_found` when nobody serves it and `dialect_not_served` when its
   * provider speaks another dialect.
   */
  plan(model: string, dialect: Dialect): readonly Deployment[] | Promise<readonly Deployment[]> {
    const { all } = this.registry;
    const known = isAlias(model) ? all.map((provider) => this.withAliases(provider)) : all;
    const resolved = resolveModel(model, dialect, known);
    if (resolved === null) throw providersErrors.model_not_found({ model, hint: this.hint() });
    const provider = this.registry.find(resolved.provider)!;
    if (provider.dialect !== 'any' && provider.dialect !== dialect) {
      const { name, dialect: spoken } = provider;
      throw providersErrors.dialect_not_served({ model, provider: name, dialect: spoken });
    }
    const upstream = provider.upstreamFor(resolved.model);
    return upstream instanceof Promise
      ? upstream.then((found) => [this.deployment(provider, resolved.model, found)])
      : [this.deployment(provider, resolved.model, upstream)];
  }

  private hint(): string {
    const names = this.registry.all.map(({ name }) => name).join(', ');
    return this.isDemoOn
      ? `Try "demo", or name a provider as in "provider/model" (here: ${names}).`
      : `Name a provider as in "provider/model" (here: ${names}).`;
  }

  /** What the aliases mean at a provider: the models of its tiers. */
  private withAliases(provider: OpenProvider): KnownProvider {
    const { name, dialect, vendor } = provider;
    if (provider.aliases !== null) return provider;
    const fast = this.catalogue.inTier(vendor, 'eco');
    const smart = this.catalogue.inTier(vendor, 'balanced') ?? fast;
    const aliases = fast === null ? null : { fast: fast.model, smart: smart!.model };
    return { name, dialect, aliases };
  }

  private deployment(provider: OpenProvider, model: string, upstream: Upstream): Deployment {
    const { name, dialect, vendor, isLocal } = provider;
    const outputTokensMax = this.catalogue.find(vendor, model)?.outputTokensMax ?? null;
    const outputField = provider.setting?.kind.outputField ?? 'max_tokens';
    const limits = { outputTokensMax, outputField };
    return { provider: name, dialect, model, vendor, isLocal, ...limits, upstream };
  }
}
