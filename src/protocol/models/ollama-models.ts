import { hashText } from '../demo/seeded-choice';
import { isoSeconds, type ListedModel } from './listed-model';

/** A model kept by Ollama has weights; for the others the fields are there and say nothing. */
const NO_DETAILS = {
  parent_model: '',
  format: '',
  family: '',
  families: [] as string[],
  parameter_size: '',
  quantization_level: '',
};

/** An entry of `GET /api/tags` for a model that is not an Ollama server's own. */
export function renderOllamaModel(model: ListedModel): Record<string, unknown> {
  return {
    name: model.id,
    model: model.id,
    modified_at: isoSeconds(model.createdAtMs),
    size: 0,
    digest: digestOf(model.id),
    details: { ...NO_DETAILS, family: model.ownedBy, families: [model.ownedBy] },
    capabilities: model.capabilities,
  };
}

/** An entry as an Ollama server gave it, with our own name for it; everything else as it came. */
export function renameOllamaModel(entry: Record<string, unknown>, name: string): object {
  return { ...entry, name, model: name };
}

export function renderOllamaTags(entries: readonly object[]): object {
  return { models: entries };
}

/** The body of `GET /api/inference/ollama/models`: tags with OpenAI's fields beside them, for either reader. */
export function renderOllamaUnion(entries: readonly Record<string, unknown>[]): object {
  return {
    models: entries,
    object: 'list',
    data: entries.map(({ name }) => ({ id: name, object: 'model', owned_by: 'ollama' })),
  };
}

/** An entry of `GET /api/ps` for a model that is always ready. */
export function renderOllamaRunning(model: ListedModel): object {
  const {
    capabilities: _capabilities,
    modified_at: _modifiedAt,
    ...entry
  } = renderOllamaModel(model);
  return {
    ...entry,
    // The zero time of Go, which Ollama's own clients show as "Forever".
    expires_at: '0001-01-01T00:00:00Z',
    size_vram: 0,
    context_length: model.contextTokensMax ?? 0,
  };
}

/** The body of `POST /api/show`. Agents read `capabilities` and the context length out of `model_info`. */
export function renderOllamaShow(model: ListedModel): object {
  const architecture = model.ownedBy;
  return {
    license: '',
    modelfile: `# ${model.displayName}\nFROM ${model.id}\n`,
    parameters: '',
    template: '{{ .Prompt }}',
    details: { ...NO_DETAILS, family: architecture, families: [architecture] },
    model_info: {
      'general.architecture': architecture,
      'general.basename': model.id,
      [`${architecture}.context_length`]: model.contextTokensMax ?? 0,
    },
    capabilities: model.capabilities,
    modified_at: isoSeconds(model.createdAtMs),
  };
}

/** Clients compare versions to know what a server can do; this is one whose API we speak. */
export const OLLAMA_VERSION = '0.12.6';

export function renderOllamaVersion(): object {
  return { version: OLLAMA_VERSION };
}

/** Clients cut the digest to twelve characters to show it. It only has to be stable. */
function digestOf(id: string): string {
  return Array.from({ length: 8 }, (_, at) =>
    hashText(`${at}:${id}`).toString(16).padStart(8, '0'),
  ).join('');
}
