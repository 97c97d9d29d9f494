import Anthropic from '@anthropic-ai/sdk';
import type { DiscoveredModel } from '../providers.types';

/** A list this old is asked for again; older ones are still used while the provider does not answer. */
const MODELS_AGE_MS_MAX = 5 * 60_000;
const MODELS_MAX = 1000;

/**
 * An Anthropic account. The official SDK makes the calls that this server makes for itself;
 * callers' requests go byte for byte.
 */
export class AnthropicAccount {
  private readonly client: Anthropic;
  private models: readonly DiscoveredModel[] = [];
  private listedAtMs = 0;

  constructor(baseURL: string, apiKey: string | null, fetch: typeof globalThis.fetch) {
    this.client = new Anthropic({
      baseURL,
      apiKey: apiKey ?? 'none',
      authToken: null,
      maxRetries: 1,
      fetch,
    });
  }

  /** What was last listed, without asking. */
  get known(): readonly DiscoveredModel[] {
    return this.models;
  }

  /** The models of this account, at most five minutes old. Throws when they were never reachable. */
  async listModels(): Promise<readonly DiscoveredModel[]> {
    if (Date.now() - this.listedAtMs < MODELS_AGE_MS_MAX) return this.models;
    try {
      const models: DiscoveredModel[] = [];
      for await (const model of this.client.models.list({ limit: MODELS_MAX })) {
        models.push({
          id: model.id,
          displayName: model.display_name ?? model.id,
          createdAtMs: Date.parse(model.created_at ?? '') || 0,
          contextTokensMax: null,
        });
        if (models.length >= MODELS_MAX) break;
      }
      this.models = models;
      this.listedAtMs = Date.now();
    } catch (error) {
      if (this.listedAtMs === 0) throw error;
    }
    return this.models;
  }
}
