import { createKey, createUser, given, graphql, json, login, type Person } from '../support/client';
import { startServer, type RunningServer } from '../support/server';
import { until } from '../support/until';

// Servers are started and restarted inside tests, on machines that may be busy.
jest.setTimeout(30_000);

let server: RunningServer;
let url: string;
let adminToken: string;
let user: Person;

beforeAll(async () => {
  server = await startServer();
  url = server.url;
  adminToken = (await login(url, server.admin)).access_token;
  user = await createUser(url, adminToken);
});

const listed = async (token: string, id: string) =>
  (await given(`${url}/api/keys`, { token })).keys.find((key: { id: string }) => key.id === id);

describe('API keys', () => {
  it('are shown once, with what they may do', async () => {
    const answer = await json(`${url}/api/keys`, { token: user.token, body: { name: 'my key' } });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: 'my key',
      prefix: expect.stringMatching(/^sk-coinop-.{6}$/),
      scopes: ['inference', 'account:read', 'games:read'],
      models: null,
      token_limit: null,
      expires_at: null,
      revoked_at: null,
      last_used_at: null,
      created_at: expect.any(String),
      secret: expect.stringMatching(/^sk-coinop-[\w-]{43}$/),
    });
    const list = await json(`${url}/api/keys`, { token: user.token });
    expect(list.text).not.toContain(answer.body.secret);
    expect(list.body.keys[0]).toMatchObject({ id: answer.body.id, prefix: answer.body.prefix });
  });

  it('open the door in both headers', async () => {
    const { secret } = await createKey(url, user.token);
    const ways: Record<string, string>[] = [
      { authorization: `Bearer ${secret}` },
      { 'x-api-key': secret },
    ];
    for (const headers of ways) {
      const answer = await json(`${url}/auth/me`, { headers });
      expect(answer.body.user.id).toBe(user.id);
    }
    const both = { authorization: 'Bearer placeholder', 'x-api-key': secret };
    expect((await json(`${url}/auth/me`, { headers: both })).status).toBe(200);
  });

  it('do no more than their scopes', async () => {
    const { secret, id } = await createKey(url, user.token);
    const answer = await json(`${url}/api/keys`, { token: secret, body: { name: 'child' } });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain('account:write');
    expect((await json(`${url}/api/keys/${id}`, { method: 'DELETE', token: secret })).status).toBe(
      403,
    );
    const narrow = await createKey(url, user.token, { scopes: ['inference'] });
    expect((await json(`${url}/auth/me`, { token: narrow.secret })).status).toBe(403);
  });

  it('cannot make a key that may do more than they may', async () => {
    const strong = await createKey(url, user.token, { scopes: ['account:write', 'account:read'] });
    const make = (scopes: string[]) =>
      json(`${url}/api/keys`, { token: strong.secret, body: { name: 'child', scopes } });
    expect((await make(['inference'])).status).toBe(403);
    expect((await make(['account:read'])).status).toBe(201);
    const admin = await json(`${url}/api/keys`, {
      token: user.token,
      body: { name: 'boss', scopes: ['admin'] },
    });
    expect(admin.status).toBe(403);
  });

  it('lose admin rights when their owner does', async () => {
    const boss = await createUser(url, adminToken, { isAdmin: true });
    const key = await createKey(url, boss.token, { scopes: ['admin'] });
    const list = () => json(`${url}/admin/api/users`, { token: key.secret });
    expect((await list()).status).toBe(200);
    await given(`${url}/admin/api/users/${boss.id}`, {
      method: 'PUT',
      token: adminToken,
      body: { is_admin: false },
    });
    expect((await list()).status).toBe(403);
  });

  it('are dead the moment they are revoked', async () => {
    const key = await createKey(url, user.token);
    expect((await json(`${url}/auth/me`, { token: key.secret })).status).toBe(200);
    const revoked = await json(`${url}/api/keys/${key.id}`, {
      method: 'DELETE',
      token: user.token,
    });
    expect(revoked.status).toBe(200);
    const answer = await json(`${url}/auth/me`, { token: key.secret });
    expect(answer.status).toBe(401);
    expect(answer.body.reason).toBe('key_revoked');
    expect((await listed(user.token, key.id)).revoked_at).toEqual(expect.any(String));
    const again = await json(`${url}/api/keys/${key.id}`, { method: 'DELETE', token: user.token });
    expect(again.status).toBe(200);
  });

  it('are rotated with an overlap in which both work', async () => {
    const old = await createKey(url, user.token, { models: ['demo'], token_limit: 9 });
    const rotate = (overlap: number) =>
      json(`${url}/api/keys/${old.id}/rotate`, {
        token: user.token,
        body: { overlap_seconds: overlap },
      });
    const fresh = await rotate(60);
    expect(fresh.status).toBe(201);
    expect(fresh.body).toMatchObject({ models: ['demo'], token_limit: 9 });
    const works = async (secret: string) =>
      (await json(`${url}/auth/me`, { token: secret })).status === 200;
    expect([await works(old.secret), await works(fresh.body.secret)]).toEqual([true, true]);
    expect((await rotate(0)).status).toBe(201);
    expect(await works(old.secret)).toBe(false);
    expect((await rotate(60)).status).toBe(404);
  });

  it('expire', async () => {
    const key = await createKey(url, user.token, {
      expires_at: new Date(Date.now() + 700).toISOString(),
    });
    expect((await json(`${url}/auth/me`, { token: key.secret })).status).toBe(200);
    const answer = await until(async () => {
      const late = await json(`${url}/auth/me`, { token: key.secret });
      return late.status === 401 && late;
    });
    expect(answer.body.reason).toBe('key_expired');
    const past = await json(`${url}/api/keys`, {
      token: user.token,
      body: { name: 'late', expires_at: '2020-01-01T00:00:00Z' },
    });
    expect(past.status).toBe(400);
  });

  it('that do not exist are refused saying so', async () => {
    const answer = await json(`${url}/auth/me`, { token: `sk-coinop-${'A'.repeat(43)}` });
    expect(answer.status).toBe(401);
    expect(answer.body.reason).toBe('key_unknown');
  });

  it('of others are not to be seen or revoked', async () => {
    const other = await createUser(url, adminToken);
    const key = await createKey(url, other.token);
    const answer = await json(`${url}/api/keys/${key.id}`, { method: 'DELETE', token: user.token });
    expect(answer.status).toBe(404);
    expect(await listed(user.token, key.id)).toBeUndefined();
    expect((await json(`${url}/auth/me`, { token: key.secret })).status).toBe(200);
    const byAdmin = { method: 'DELETE', token: adminToken };
    expect((await json(`${url}/api/keys/${key.id}`, byAdmin)).status).toBe(200);
    expect((await json(`${url}/auth/me`, { token: key.secret })).status).toBe(401);
  });

  it('remember when they were last used, across a restart', async () => {
    const own = await startServer();
    const { access_token: token } = await login(own.url, own.admin);
    const key = await createKey(own.url, token);
    await given(`${own.url}/auth/me`, { token: key.secret });
    await own.restart();
    const { keys } = await given(`${own.url}/api/keys`, { token });
    expect(Date.parse(keys[0].last_used_at)).toBeGreaterThan(Date.parse(keys[0].created_at) - 1);
    await own.stop();
  });

  it.each([
    ['no name', {}],
    ['an empty name', { name: '  ' }],
    ['a scope that is not one', { name: 'k', scopes: ['play'] }],
    ['no scope at all', { name: 'k', scopes: [] }],
    ['a negative limit', { name: 'k', token_limit: -1 }],
    ['half a token', { name: 'k', token_limit: 1.5 }],
    ['a date that is none', { name: 'k', expires_at: 'tomorrow' }],
    ['a field that is not known', { name: 'k', prefix: 'mine' }],
  ])('are not made with %s', async (_, body) => {
    const answer = await json(`${url}/api/keys`, { token: user.token, body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toEqual({
      pointer: expect.stringMatching(/^\//),
      detail: expect.any(String),
    });
  });
});

describe('API keys by GraphQL', () => {
  it('are made, listed and revoked by admins', async () => {
    const made = await graphql(
      url,
      adminToken,
      `
        mutation ($input: CreateApiKeyInput!) {
          createApiKey(input: $input) {
            secret
            apiKey {
              id
              name
              prefix
              userId
              scopes
              models
              tokenLimit
            }
          }
        }
      `,
      { input: { name: 'for a player', userId: user.id, models: ['demo'], tokenLimit: 100 } },
    );
    const { secret, apiKey } = made.data.createApiKey;
    expect(apiKey).toMatchObject({ userId: user.id, models: ['demo'], tokenLimit: 100 });
    const answer = await json(`${url}/auth/me`, { token: secret });
    expect(answer.body.user.id).toBe(user.id);

    const list = await graphql(
      url,
      adminToken,
      `
        query ($userId: ID) {
          apiKeys(first: 100, userId: $userId) {
            edges {
              node {
                id
                revokedAt
              }
            }
          }
        }
      `,
      { userId: user.id },
    );
    const ids = list.data.apiKeys.edges.map((edge: { node: { id: string } }) => edge.node.id);
    expect(ids).toContain(apiKey.id);

    const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) }';
    expect((await graphql(url, adminToken, revoke, { id: apiKey.id })).data.revokeApiKey).toBe(
      true,
    );
    expect((await json(`${url}/auth/me`, { token: secret })).status).toBe(401);
    const unknown = await graphql(url, adminToken, revoke, { id: 'no-such-key' });
    expect(unknown.errors?.[0]?.extensions.code).toBe('KEY_NOT_FOUND');
  });

  it('page by keyset', async () => {
    const owner = await createUser(url, adminToken);
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.push((await createKey(url, owner.token)).id);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const answer: any = await graphql(
        url,
        adminToken,
        `
          query ($userId: ID, $after: String) {
            apiKeys(first: 2, after: $after, userId: $userId) {
              edges {
                node {
                  id
                }
              }
              pageInfo {
                hasNextPage
                endCursor
              }
            }
          }
        `,
        { userId: owner.id, after },
      );
      const { edges, pageInfo } = answer.data.apiKeys;
      seen.push(...edges.map((edge: { node: { id: string } }) => edge.node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([...made].sort());
  });

  it('never show a secret or a hash', async () => {
    const answer = await graphql(url, adminToken, '{ apiKeys { edges { node { secretHash } } } }');
    expect(answer.errors).toBeDefined();
  });
});
