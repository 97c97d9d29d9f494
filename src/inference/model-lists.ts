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
import type { DiscoveredModel, ListedProvider, OllamaLists } from '../providers/providers.types';
import { CatalogueService } from '../models/catalogue.service';
import type { CatalogueModel } from '../models/models.types';
import { ProvidersService } from '../providers/providers.service';
import { providersErrors } from '../providers/providers.errors';

/** The models that a caller can ask for, in the shapes that each dialect's clients read. */
@Injectable()
export class ModelLists {
  private readonly log = new Logger('models');

  constructor(
    private readonly providers: ProvidersService,
    private readonly catalogue: CatalogueService,
  ) {}

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

  /** What a provider lists, and what the catalogue has of a vendor that is paid. */
  private async modelsOf(provider: ListedProvider, prefix: string): Promise<ListedModel[]> {
    const { name, vendor, isLocal } = provider;
    const found = await this.discovered(provider);
    const listed = new Set(found.map(({ id }) => id));
    const known = isLocal
      ? []
      : this.catalogue.of(vendor).filter(({ model }) => !listed.has(model));
    return [
      ...found.map((model) =>
        toListed(model, this.catalogue.find(vendor, model.id), { prefix, ownedBy: name }),
      ),
      ...known.map((model) => toListed(fromCatalogue(model), model, { prefix, ownedBy: name })),
    ];
  }

  /** A provider that cannot be asked leaves its models out; the others are still there. */
  private async discovered(provider: ListedProvider): Promise<readonly DiscoveredModel[]> {
    try {
      return await provider.listModels();
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      this.log.warn(`${provider.name} did not list its models: ${name}`);
      return [];
    }
  }
}

function fromCatalogue({ model, displayName, contextTokensMax }: CatalogueModel): DiscoveredModel {
  return { id: model, displayName, createdAtMs: 0, contextTokensMax };
}

/** The provider says that a model is there, the catalogue what it can do. */
function toListed(
  { id, displayName, createdAtMs, contextTokensMax }: DiscoveredModel,
  known: CatalogueModel | null,
  { prefix, ownedBy }: { prefix: string; ownedBy: string },
): ListedModel {
  return {
    id: prefix + id,
    displayName: displayName === id ? (known?.displayName ?? id) : displayName,
    ownedBy,
    createdAtMs,
    contextTokensMax: contextTokensMax ?? known?.contextTokensMax ?? null,
    outputTokensMax: known?.outputTokensMax ?? null,
    capabilities: known?.capabilities ?? [],
  };
}

function isAllowed({ apiKey }: Caller, model: string): boolean {
  return apiKey === undefined || apiKey.models === null || apiKey.models.includes(model);
}
