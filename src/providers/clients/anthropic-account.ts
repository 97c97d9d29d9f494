import Anthropic from '@anthropic-ai/sdk';
import type { HttpUpstream } from './http-upstream';

/** A model as the provider lists it. */
export interface ListedModel {
  id: string;
  displayName: string;
  /** RFC 3339. */
  createdAt: string;
}

/** A list this old is asked for again; older ones are still used while the provider does not answer. */
const MODELS_AGE_MS_MAX = 5 * 60_000;
const REQUEST_TIMEOUT_MS = 10_000;
const MODELS_MAX = 1000;

/**
 * The operator's Anthropic account. The official SDK makes the calls that this server makes for itself;
 * callers' requests go through `upstream`, byte for byte.
 */
export class AnthropicAccount {
  private readonly client: Anthropic;
  private models: readonly ListedModel[] = [];
  private listedAtMs = 0;

  constructor(
    readonly upstream: HttpUpstream,
    baseURL: string,
    apiKey: string | null,
  ) {
    this.client = new Anthropic({
      baseURL,
      apiKey: apiKey ?? 'none',
      authToken: null,
      timeout: REQUEST_TIMEOUT_MS,
      maxRetries: 1,
    });
  }

  /** The models of this account, at most five minutes old. Throws when they were never reachable. */
  async listModels(): Promise<readonly ListedModel[]> {
    if (Date.now() - this.listedAtMs < MODELS_AGE_MS_MAX) return this.models;
    try {
      const models: ListedModel[] = [];
      for await (const model of this.client.models.list({ limit: MODELS_MAX })) {
        models.push({
          id: model.id,
          displayName: model.display_name ?? model.id,
          createdAt: model.created_at ?? new Date(0).toISOString(),
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
