import { z } from 'zod';
import type { DiscoveredModel } from '../providers.types';

/** Which models a server of one's own has changes with a restart; a vendor's list changes now and then. */
const OWN_MODELS_AGE_MS_MAX = 10_000;
const VENDOR_MODELS_AGE_MS_MAX = 5 * 60_000;
const MODELS_MAX = 1000;
const LIST_BYTES_MAX = 8 * 1024 * 1024;

const listedModel = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  created: z.number().nullish(),
  /** OpenRouter and Together, Groq, vLLM: each has its own word. */
  context_length: z.number().nullish(),
  context_window: z.number().nullish(),
  max_model_len: z.number().nullish(),
});
/** Together answers with the bare list. */
const modelList = z.union([z.object({ data: z.array(z.unknown()) }), z.array(z.unknown())]);

export interface CompatibleAccountOptions {
  /** Ends in `/v1` or the vendor's like. */
  baseUrl: string;
  headers: Record<string, string>;
  fetch: typeof fetch;
  isLocal: boolean;
}

/** The calls that this server makes for itself to an OpenAI-compatible upstream: what models there are. */
export class CompatibleAccount {
  private models: readonly DiscoveredModel[] = [];
  private ids: ReadonlySet<string> = new Set();
  private listedAtMs = 0;
  private listing: Promise<void> | null = null;

  constructor(private readonly options: CompatibleAccountOptions) {}

  knows(model: string): boolean {
    return this.ids.has(model);
  }

  /**
   * The models, at most ten seconds old from a server on one's own network, five minutes from a vendor.
   * An old list is used while nobody answers; throws when there never was one.
   */
  async listModels(): Promise<readonly DiscoveredModel[]> {
    const ageMsMax = this.options.isLocal ? OWN_MODELS_AGE_MS_MAX : VENDOR_MODELS_AGE_MS_MAX;
    if (Date.now() - this.listedAtMs < ageMsMax) return this.models;
    this.listing ??= this.refresh().finally(() => {
      this.listing = null;
    });
    try {
      await this.listing;
    } catch (error) {
      if (this.listedAtMs === 0) throw error;
    }
    return this.models;
  }

  private async refresh(): Promise<void> {
    const { baseUrl, headers, fetch } = this.options;
    const response = await fetch(`${baseUrl}/models`, {
      headers: { accept: 'application/json', ...headers },
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`the list of models was answered with ${response.status}`);
    }
    this.models = parseModels(await textWithin(response, LIST_BYTES_MAX));
    this.ids = new Set(this.models.map(({ id }) => id));
    this.listedAtMs = Date.now();
  }
}

function parseModels(text: string): DiscoveredModel[] {
  const list = modelList.parse(JSON.parse(text));
  const entries = Array.isArray(list) ? list : list.data;
  return entries.slice(0, MODELS_MAX).flatMap((entry) => {
    const parsed = listedModel.safeParse(entry);
    if (!parsed.success) return [];
    const { id, name, created, context_length, context_window, max_model_len } = parsed.data;
    return [
      {
        id,
        displayName: name ?? id,
        createdAtMs: (created ?? 0) * 1000,
        contextTokensMax: context_length ?? context_window ?? max_model_len ?? null,
      },
    ];
  });
}

async function textWithin(response: Response, bytesMax: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > bytesMax) throw new Error(`the list of models is larger than ${bytesMax} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
