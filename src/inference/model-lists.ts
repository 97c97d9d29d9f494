import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../common/security/caller';
import { DEMO_LISTED, type ListedModel } from '../protocol/models/listed-model';
import {
  renameOllamaModel,
  renderOllamaModel,
  renderOllamaRunning,
  renderOllamaTags,
  renderOllamaUnion,
  renderOllamaVersion,
} from '../protocol/models/ollama-models';
import { renderModel, renderModels, type ModelsQuery } from '../protocol/models/v1-models';
import type { ListedProvider, OllamaLists } from '../providers/providers.types';
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
    const lists = await Promise.all(this.ollamas().map(({ servers }) => servers.running()));
    const running: object[] = lists.flat();
    return {
      models: this.providers.isDemoOn ? [...running, renderOllamaRunning(DEMO_LISTED)] : running,
    };
  }

  async ollamaVersion(): Promise<object> {
    const versions = await Promise.all(this.ollamas().map(({ servers }) => servers.version()));
    const version = versions.find((each) => each !== null);
    return version === undefined ? renderOllamaVersion() : { version };
  }

  private async ollamaEntries(caller: Caller): Promise<Record<string, unknown>[]> {
    const lists = await Promise.all(
      this.ollamas().map(async ({ prefix, servers }) =>
        (await servers.list()).map((entry) => ({
          ...renameOllamaModel({ ...entry }, prefix + entry.name),
        })),
      ),
    );
    const local: Record<string, unknown>[] = lists.flat();
    const all = this.providers.isDemoOn ? [...local, renderOllamaModel(DEMO_LISTED)] : local;
    return all.filter((entry) => isAllowed(caller, String(entry['name'])));
  }

  /** The first provider of a dialect answers to plain names; the models of the others carry their prefix. */
  private ollamas(): { prefix: string; servers: OllamaLists }[] {
    return this.providers.all
      .flatMap(({ name, ollama }) => (ollama === null ? [] : [{ name, servers: ollama }]))
      .map(({ name, servers }, at) => ({ prefix: at === 0 ? '' : `${name}/`, servers }));
  }

  private async models(caller: Caller): Promise<ListedModel[]> {
    const seen = new Set<string>();
    const lists = await Promise.all(
      this.providers.all.map((provider) => {
        const isFirst = !seen.has(provider.dialect);
        seen.add(provider.dialect);
        return this.modelsOf(provider, isFirst ? '' : `${provider.name}/`);
      }),
    );
    const all = [...lists.flat(), ...(this.providers.isDemoOn ? [DEMO_LISTED] : [])];
    return all.filter(({ id }) => isAllowed(caller, id));
  }

  /** A provider that cannot be asked leaves its models out; the others are still there. */
  private async modelsOf(provider: ListedProvider, prefix: string): Promise<ListedModel[]> {
    try {
      const models = await provider.listModels();
      return models.map(({ id, displayName, createdAtMs, contextTokensMax }) => ({
        id: prefix + id,
        displayName,
        ownedBy: provider.name,
        createdAtMs,
        contextTokensMax,
        outputTokensMax: null,
        capabilities: [],
      }));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      this.log.warn(`${provider.name} did not list its models: ${name}`);
      return [];
    }
  }
}

function isAllowed({ apiKey }: Caller, model: string): boolean {
  return apiKey === undefined || apiKey.models === null || apiKey.models.includes(model);
}
