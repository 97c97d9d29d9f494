import { isoSeconds, type ListedModel } from './listed-model';

/** Anthropic's `limit` goes up to this; OpenAI has no paging. */
export const MODELS_PAGE_MAX = 1_000;
const MODELS_PAGE_DEFAULT = 1_000;

/** The query of `GET /v1/models` as Anthropic defines it; OpenAI's clients send none of it. */
export interface ModelsQuery {
  limit?: unknown;
  after_id?: unknown;
  before_id?: unknown;
  /** Codex sends its version, and keeps stale data unless it finds its own list. */
  client_version?: unknown;
}

/**
 * One entry that OpenAI's and Anthropic's SDKs both accept: each looks only at the members it knows, and
 * where they share a name (`id`) they mean the same.
 */
export function renderModel(model: ListedModel): object {
  return {
    id: model.id,
    object: 'model',
    type: 'model',
    display_name: model.displayName,
    created: Math.floor(model.createdAtMs / 1000),
    created_at: isoSeconds(model.createdAtMs),
    owned_by: model.ownedBy,
    max_input_tokens: model.contextTokensMax,
    max_tokens: model.outputTokensMax,
  };
}

/** The one answer to `GET /v1/models` for all clients. */
export function renderModels(models: readonly ListedModel[], query: ModelsQuery = {}): object {
  const { page, hasMore } = pageOf(models, query);
  const codex =
    query.client_version === undefined ? {} : { models: models.map((model) => codexModel(model)) };
  return {
    object: 'list',
    data: page.map((model) => renderModel(model)),
    has_more: hasMore,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
    ...codex,
  };
}

function pageOf(
  models: readonly ListedModel[],
  query: ModelsQuery,
): { page: readonly ListedModel[]; hasMore: boolean } {
  const limit = readLimit(query.limit);
  const after = models.findIndex(({ id }) => id === query.after_id);
  const before = models.findIndex(({ id }) => id === query.before_id);
  if (before !== -1) {
    return { page: models.slice(Math.max(0, before - limit), before), hasMore: before > limit };
  }
  const page = models.slice(after + 1, after + 1 + limit);
  return { page, hasMore: after + 1 + limit < models.length };
}

function readLimit(limit: unknown): number {
  const number = Number(limit ?? MODELS_PAGE_DEFAULT);
  if (!Number.isInteger(number) || number < 1) return MODELS_PAGE_DEFAULT;
  return Math.min(number, MODELS_PAGE_MAX);
}

function codexModel(model: ListedModel): object {
  return {
    slug: model.id,
    display_name: model.displayName,
    description: null,
    context_window: model.contextTokensMax,
    supported_in_api: true,
    visibility: 'list',
  };
}
