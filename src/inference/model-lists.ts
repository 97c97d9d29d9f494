import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../common/security/caller';
import { DEMO_LISTED, type ListedModel } from '../protocol/models/listed-model';
import {
  renderOllamaModel,
  renderOllamaRunning,
  renderOllamaTags,
  renderOllamaUnion,
  renderOllamaVersion,
} from '../protocol/models/ollama-models';
import { renderModel, renderModels, type ModelsQuery } from '../protocol/models/v1-models';
import { ProvidersService } from '../providers/providers.service';
import { providersErrors } from '../providers/providers.errors';

/** The models that a caller can ask for, in the shapes that each dialect's clients read. */
@Injectable()
export class ModelLists {
  private readonly log = new Logger('models');

  constructor(private readonly providers: ProvidersService) {}

  /** One answer for the clients of all dialects. */
  async list(caller: Caller, query: ModelsQuery): Promise<object> {
    return renderModels(await this.models(caller), query);
  }

  /** Throws `model_not_found`. */
  async get(caller: Caller, id: string): Promise<object> {
    const model = (await this.models(caller)).find((each) => each.id === id);
    if (model === undefined) {
      throw providersErrors.model_not_found({ model: id, hint: 'GET /v1/models lists them.' });
    }
    return renderModel(model);
  }

  async ollamaTags(caller: Caller): Promise<object> {
    return renderOllamaTags(await this.ollamaEntries(caller));
  }

  /** Tags with OpenAI's fields beside them. */
  async ollamaModels(caller: Caller): Promise<object> {
    return renderOllamaUnion(await this.ollamaEntries(caller));
  }

  async ollamaRunning(): Promise<object> {
    const running: object[] = await this.providers.ollama.running();
    return {
      models: this.providers.isDemoOn ? [...running, renderOllamaRunning(DEMO_LISTED)] : running,
    };
  }

  async ollamaVersion(): Promise<object> {
    const version = await this.providers.ollama.version();
    return version === null ? renderOllamaVersion() : { version };
  }

  private async ollamaEntries(caller: Caller): Promise<Record<string, unknown>[]> {
    const local = (await this.providers.ollama.list()).map((entry) => ({ ...entry }));
    const all = this.providers.isDemoOn ? [...local, renderOllamaModel(DEMO_LISTED)] : local;
    return all.filter((entry) => isAllowed(caller, String(entry['name'])));
  }

  private async models(caller: Caller): Promise<ListedModel[]> {
    const [anthropic, ollama] = await Promise.all([
      this.anthropicModels(),
      this.ollamaModelsListed(),
    ]);
    const all = [...anthropic, ...ollama, ...(this.providers.isDemoOn ? [DEMO_LISTED] : [])];
    return all.filter(({ id }) => isAllowed(caller, id));
  }

  /** A provider that cannot be asked leaves its models out; the others are still there. */
  private async anthropicModels(): Promise<ListedModel[]> {
    try {
      const models = (await this.providers.anthropic?.listModels()) ?? [];
      return models.map(({ id, displayName, createdAt }) => ({
        ...UNKNOWN_LIMITS,
        id,
        displayName,
        ownedBy: 'anthropic',
        createdAtMs: Date.parse(createdAt) || 0,
      }));
    } catch (error) {
      this.log.warn(
        `anthropic did not list its models: ${error instanceof Error ? error.name : 'unknown'}`,
      );
      return [];
    }
  }

  private async ollamaModelsListed(): Promise<ListedModel[]> {
    return (await this.providers.ollama.list()).map(({ name, modified_at }) => ({
      ...UNKNOWN_LIMITS,
      id: name,
      displayName: name,
      ownedBy: 'ollama',
      createdAtMs: new Date(modified_at).getTime() || 0,
    }));
  }
}

const UNKNOWN_LIMITS = { contextTokensMax: null, outputTokensMax: null, capabilities: [] };

function isAllowed({ apiKey }: Caller, model: string): boolean {
  return apiKey === undefined || apiKey.models === null || apiKey.models.includes(model);
}
