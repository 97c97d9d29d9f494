import { createKey, createUser, given, graphql, login, type Person } from './client';
import { startUpstream, type FakeUpstream } from './fake-upstream';
import { startServer, type RunningServer } from './server';
import { until } from './until';

/** What the provider gave the operator: it must never be seen by anyone. */
export const PROVIDER_KEY = 'sk-ant-provider-canary-3f9a7c';

export interface Player extends Person {
  /** An API key of this user. */
  key: string;
}

/** One record of GET /api/inference/usage. */
export interface UsageRecord {
  id: string;
  timestamp: string;
  backend: string;
  model: string;
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  exact: boolean;
  status: string;
}

export interface Limit {
  scope: string;
  unit: string;
  window: string;
  limit: number;
  used: number;
  held: number;
  resets_at: string | null;
}

/** A server with a scripted upstream behind every provider it knows. */
export class Bench {
  constructor(
    readonly server: RunningServer,
    readonly upstream: FakeUpstream,
    public adminToken: string,
  ) {}

  get url(): string {
    return this.server.url;
  }

  async user(
    wish: {
      username?: string;
      password?: string;
      tokenLimit?: number | null;
      key?: Record<string, unknown>;
    } = {},
  ): Promise<Player> {
    const person = await createUser(this.url, this.adminToken, wish);
    const key = await createKey(this.url, person.token, wish.key);
    return { ...person, key: key.secret };
  }

  /** Newest first. */
  async records(player: Player): Promise<UsageRecord[]> {
    const page = await given(`${this.url}/api/inference/usage?limit=200`, { token: player.key });
    return page.usage_history;
  }

  /** The limit on the user's tokens in total. */
  async limit(player: Player): Promise<Limit | undefined> {
    const answer = await given(`${this.url}/api/inference/limits`, { token: player.key });
    const limits: Limit[] = Array.isArray(answer) ? answer : answer.limits;
    return limits.find(({ scope, window }) => scope.startsWith('user') && window === 'total');
  }

  /** Waits until the user has exactly so many records and nothing is held. */
  async settled(player: Player, count: number): Promise<UsageRecord[]> {
    return until(
      async () => {
        const [records, limit] = await Promise.all([this.records(player), this.limit(player)]);
        return records.length >= count && (limit?.held ?? 0) === 0 && records;
      },
      { what: `${count} usage records with nothing held`, everyMs: 25 },
    );
  }

  async audit(): Promise<{ ok: boolean; checks: { name: string; violations: number }[] }> {
    const answer = await graphql(
      this.url,
      this.adminToken,
      '{ ledgerAudit { ok checks { name violations } } }',
    );
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data.ledgerAudit;
  }
}

export async function startBench(env: Record<string, string | undefined> = {}): Promise<Bench> {
  const upstream = await startUpstream();
  const server = await startServer({
    env: {
      ANTHROPIC_API_KEY: PROVIDER_KEY,
      ANTHROPIC_UPSTREAM_URL: upstream.url,
      OLLAMA_URL: upstream.url,
      ...env,
    },
  });
  const { access_token: adminToken } = await login(server.url, server.admin);
  return new Bench(server, upstream, adminToken);
}
