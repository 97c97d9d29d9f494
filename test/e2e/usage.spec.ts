import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anAttempt, aRequest, openLedger, PRICED, tokens } from '../database/open-ledger';
import { createKey, createUser, graphql, json, login, type Person } from '../support/client';
import { startServer, type RunningServer } from '../support/server';

jest.setTimeout(60_000);

/** Calls of `ann`: a refused attempt before the first one, the last counted by us, all cached kinds once. */
async function bookCalls(dataDir: string, ann: Person, bob: Person, keyId: string): Promise<void> {
  const open = await openLedger(dataDir);
  const book = async (
    subject: { userId: string; model?: string; apiKeyId?: string; gameId?: string },
    ...attempts: Parameters<typeof anAttempt>[0][]
  ) => {
    const request = aRequest({ price: PRICED, userId: subject.userId });
    const result = await open.ledger.reserve({
      ...request,
      subject: { ...request.subject, ...subject },
    });
    if (result.kind !== 'reserved') throw new Error(result.kind);
    await open.ledger.finish(result.hold, {
      attempts: attempts.map((attempt) => anAttempt(attempt)),
      outcome: null,
    });
  };
  await book(
    { userId: ann.id, model: 'small', apiKeyId: keyId },
    { provider: 'ollama', outcome: 'refused', isBillable: false, usage: tokens(0, 0), status: 503 },
    { provider: 'demo', usage: tokens(10, 20, { cacheRead: 3, cacheWrite: 4, reasoning: 5 }) },
  );
  await book({ userId: ann.id, model: 'large', gameId: 'chess' }, { usage: tokens(100, 200) });
  await book(
    { userId: ann.id, model: 'small' },
    { source: 'counted', outcome: 'aborted', status: 499, usage: tokens(1, 1) },
  );
  await book({ userId: bob.id, model: 'large' }, { usage: tokens(1000, 0) });
  await open.close();
}

describe('usage', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'coinop-usage-'));
  let server: RunningServer;
  let admin: string;
  let ann: Person;
  let bob: Person;
  let key: { id: string; secret: string };

  beforeAll(async () => {
    server = await startServer({ dataDir });
    admin = (await login(server.url, server.admin)).access_token;
    ann = await createUser(server.url, admin, { tokenLimit: 5000 });
    bob = await createUser(server.url, admin);
    key = await createKey(server.url, ann.token, { token_limit: 77 });
    await server.stop();
    await bookCalls(dataDir, ann, bob, key.id);
    await server.start();
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const get = (path: string, token: string = ann.token) => json(`${server.url}${path}`, { token });

  describe('of one’s own', () => {
    it('is a record for each call, newest first, in the words of the contract', async () => {
      const { body } = await get('/api/inference/usage');
      expect(body.total_tokens).toBe(42 + 300 + 2);
      expect(body.next_cursor).toBeNull();
      expect(body.usage_history).toMatchObject([
        { model: 'small', total_tokens: 2, exact: false, status: 'aborted', http_status: 499 },
        { model: 'large', total_tokens: 300, exact: true, game_id: 'chess' },
        {
          backend: 'demo',
          model: 'small',
          prompt_tokens: 17,
          completion_tokens: 25,
          total_tokens: 42,
          exact: true,
          status: 'ok',
          api_key_id: key.id,
        },
      ]);
      const [{ id, timestamp }] = body.usage_history;
      expect(id).toMatch(/^[0-9a-f-]{36}$/u);
      expect(new Date(timestamp).toISOString()).toBe(timestamp);
    });

    it('comes in pages that together are the whole', async () => {
      const ids: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body }: { body: any } = await get(
          `/api/inference/usage?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        expect(body.total_tokens).toBe(344);
        ids.push(...body.usage_history.map(({ id }: { id: string }) => id));
        cursor = body.next_cursor;
      }
      const { body } = await get('/api/inference/usage');
      expect(ids).toEqual(body.usage_history.map(({ id }: { id: string }) => id));
    });

    it.each([
      [
        'model',
        [
          ['large', 300],
          ['small', 44],
        ],
      ],
      ['backend', [['demo', 344]]],
      [
        'game',
        [
          ['chess', 300],
          [null, 44],
        ],
      ],
      [
        'key',
        [
          [null, 302],
          ['KEY', 42],
        ],
      ],
      ['day', [[new Date().toISOString().slice(0, 10), 344]]],
    ])('adds up by %s', async (groupBy, expected) => {
      const { body } = await get(`/api/inference/usage/stats?groupBy=${groupBy}`);
      expect(body).toMatchObject({ calls: 3, total_tokens: 344, group_by: [groupBy] });
      const found = body.stats.map((row: any) => [row[groupBy], row.total_tokens]);
      expect(found).toEqual(expected.map(([name, sum]) => [name === 'KEY' ? key.id : name, sum]));
    });

    it('adds up by several things, and within a range of time', async () => {
      const { body } = await get('/api/inference/usage/stats?groupBy=day,model&from=2020-01-01');
      expect(body.stats).toHaveLength(2);
      const past = await get('/api/inference/usage/stats?to=2020-01-01T10:00:00Z');
      expect(past.body).toMatchObject({ calls: 0, total_tokens: 0, stats: [] });
    });

    it.each([
      'usage?limit=0',
      'usage?limit=x',
      'usage?cursor=x',
      'usage/stats?groupBy=password',
      'usage/stats?from=yesterday',
      'usage/stats?groupBy=day,model,game,key,backend',
    ])('refuses %s with 400', async (path) => {
      const answer = await get(`/api/inference/${path}`);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/u);
      expect(answer.body).toMatchObject({
        code: 'invalid_request',
        request_id: answer.headers.get('x-request-id'),
      });
    });

    it('is nobody else’s', async () => {
      const { body } = await get('/api/inference/usage', bob.token);
      expect(body.total_tokens).toBe(1000);
      expect(body.usage_history).toHaveLength(1);
      expect((await json(`${server.url}/api/inference/usage`)).status).toBe(401);
    });

    it('is part of who one is', async () => {
      expect((await get('/auth/me')).body.usage.total_tokens).toBe(344);
    });
  });

  it('of limits lists those that apply to the caller at hand', async () => {
    const user = { scope: `user:${ann.id}`, unit: 'tokens', window: 'total', limit: 5000 };
    const ofKey = { scope: `key:${key.id}`, unit: 'tokens', window: 'total', limit: 77 };
    const rest = { used: 0, held: 0, resets_at: null };
    expect((await get('/api/inference/limits')).body).toEqual({ limits: [{ ...user, ...rest }] });
    expect((await get('/api/inference/limits', key.secret)).body).toEqual({
      limits: [
        { ...user, ...rest },
        { ...ofKey, ...rest },
      ],
    });
    expect((await get('/api/inference/limits', bob.token)).body).toEqual({ limits: [] });
  });

  describe('of everybody', () => {
    it('is told to admins by REST, with the attempts behind a call where asked', async () => {
      const { body } = await get('/admin/api/usage', admin);
      expect(body).toMatchObject({ calls: 4, total_tokens: 1344 });
      expect(body.by_model).toMatchObject([
        { model: 'large', total_tokens: 1300 },
        { model: 'small', total_tokens: 44 },
      ]);
      expect(body.usage_history).toHaveLength(4);
      const ofAnn = await get(`/admin/api/usage/${ann.id}`, admin);
      expect(ofAnn.body).toMatchObject({ user: { username: ann.username }, total_tokens: 344 });
      expect(ofAnn.body.usage_history).toHaveLength(3);
      const attempts = await get(`/admin/api/usage/${ann.id}?attempts=true`, admin);
      expect(attempts.body.usage_history).toHaveLength(4);
      const ids = attempts.body.usage_history.map(({ id }: { id: string }) => id);
      expect(new Set(ids).size).toBe(4);
    });

    it('is nothing for others, and nothing of nobody', async () => {
      expect((await get('/admin/api/usage')).status).toBe(403);
      expect((await get(`/admin/api/usage/${ann.id}`)).status).toBe(403);
      for (const id of ['nobody', '01a1fd68-0000-7000-8000-000000000000']) {
        expect((await get(`/admin/api/usage/${id}`, admin)).status).toBe(404);
      }
    });

    it('is told by GraphQL', async () => {
      const { data } = await graphql(
        server.url,
        admin,
        `
          query ($user: ID!) {
            systemUsage {
              users
              calls
              totalTokens
              byProvider {
                provider
                totalTokens
              }
              byModel {
                model
                calls
              }
            }
            usageStats(groupBy: [USER, MODEL], filter: { userId: $user }) {
              userId
              model
              provider
              totalTokens
            }
            usageRecords(first: 2, filter: { userId: $user }) {
              edges {
                node {
                  id
                  userId
                  provider
                  model
                  promptTokens
                  completionTokens
                  totalTokens
                  exact
                  status
                }
              }
              pageInfo {
                hasNextPage
              }
            }
            user(id: $user) {
              totalTokens
            }
          }
        `,
        { user: ann.id },
      );
      expect(data.systemUsage).toEqual({
        users: 3,
        calls: 4,
        totalTokens: 1344,
        byProvider: [{ provider: 'demo', totalTokens: 1344 }],
        byModel: [
          { model: 'large', calls: 2 },
          { model: 'small', calls: 2 },
        ],
      });
      expect(data.usageStats).toEqual([
        { userId: ann.id, model: 'large', provider: null, totalTokens: 300 },
        { userId: ann.id, model: 'small', provider: null, totalTokens: 44 },
      ]);
      expect(data.usageRecords.edges.map(({ node }: any) => node)).toMatchObject([
        { userId: ann.id, model: 'small', totalTokens: 2, exact: false, status: 'aborted' },
        { model: 'large', promptTokens: 100, completionTokens: 200, exact: true, status: 'ok' },
      ]);
      expect(data.usageRecords.pageInfo.hasNextPage).toBe(true);
      expect(data.user.totalTokens).toBe(344);
    });

    it('shows the attempts of a call by GraphQL where asked', async () => {
      const { data } = await graphql(
        server.url,
        admin,
        '{ usageRecords(filter: { attempts: true, provider: "ollama" }) { edges { node { isFinal attempt httpStatus totalTokens } } } }',
      );
      expect(data.usageRecords.edges).toEqual([
        { node: { isFinal: false, attempt: 0, httpStatus: 503, totalTokens: 0 } },
      ]);
    });
  });
});
