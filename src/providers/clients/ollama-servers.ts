import { Ollama, type ListResponse, type ModelResponse } from 'ollama';
import type { DiscoveredModel } from '../providers.types';
import type { HttpUpstream } from './http-upstream';

interface Server {
  upstream: HttpUpstream;
  client: Ollama;
  models: ModelResponse[];
  listedAtMs: number;
}

/** Which server has which model is asked again after this long. */
const MODELS_AGE_MS_MAX = 10_000;

/**
 * Ollama servers, seen as one. The official client makes the calls that this server
 * makes for itself; callers' requests go through a server's `upstream`, byte for byte.
 */
export class OllamaServers {
  private readonly servers: Server[];

  constructor(
    servers: readonly { url: string; upstream: HttpUpstream }[],
    { fetch, headers }: { fetch: typeof globalThis.fetch; headers: Record<string, string> },
  ) {
    this.servers = servers.map(({ url, upstream }) => ({
      upstream,
      client: new Ollama({ host: url, fetch, headers }),
      models: [],
      listedAtMs: 0,
    }));
  }

  /** The server that has the model; the first one when none says so, and it will explain itself. */
  upstreamFor(model: string): HttpUpstream | Promise<HttpUpstream> {
    const [first] = this.servers;
    return this.servers.length === 1 ? first!.upstream : this.findUpstream(model);
  }

  /** Did a server list this model when it was last asked? */
  knows(model: string): boolean {
    const names = new Set([model, `${model}:latest`]);
    return this.servers.some((server) => server.models.some(({ name }) => names.has(name)));
  }

  /** The models of all servers that answer, each name once. */
  async list(): Promise<ModelResponse[]> {
    await this.refresh();
    const byName = new Map<string, ModelResponse>();
    for (const server of this.servers) {
      for (const model of server.models) if (!byName.has(model.name)) byName.set(model.name, model);
    }
    return [...byName.values()];
  }

  /** The same, in the form of every provider's list. */
  async listModels(): Promise<DiscoveredModel[]> {
    return (await this.list()).map(({ name, modified_at }) => ({
      id: name,
      displayName: name,
      createdAtMs: new Date(modified_at).getTime() || 0,
      contextTokensMax: null,
    }));
  }

  /** The models loaded on any server that answers. */
  async running(): Promise<ModelResponse[]> {
    const answers = await this.ask((client) => client.ps());
    return answers.flatMap(({ models }: ListResponse) => models);
  }

  /** The version of the first server that answers; null when none does. */
  async version(): Promise<string | null> {
    const answers = await this.ask((client) => client.version());
    return answers[0]?.version ?? null;
  }

  private async findUpstream(model: string): Promise<HttpUpstream> {
    await this.refresh();
    const names = new Set([model, `${model}:latest`]);
    const owner = this.servers.find((server) => server.models.some(({ name }) => names.has(name)));
    return (owner ?? this.servers[0]!).upstream;
  }

  private async refresh(): Promise<void> {
    const nowMs = Date.now();
    const stale = this.servers.filter((server) => nowMs - server.listedAtMs > MODELS_AGE_MS_MAX);
    await Promise.allSettled(
      stale.map(async (server) => {
        server.listedAtMs = nowMs;
        server.models = (await server.client.list()).models;
      }),
    );
  }

  private async ask<T>(question: (client: Ollama) => Promise<T>): Promise<T[]> {
    const answers = await Promise.allSettled(this.servers.map(({ client }) => question(client)));
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }
}
