import { createUser, given, graphql, json, login } from '../support/client';
import { startServer, type RunningServer } from '../support/server';

// Servers are started and restarted inside tests, on machines that may be busy.
jest.setTimeout(30_000);

let server: RunningServer;
let url: string;
let adminToken: string;

beforeAll(async () => {
  server = await startServer();
  url = server.url;
  adminToken = (await login(url, server.admin)).access_token;
});

const put = (id: string, body: unknown, token = adminToken) =>
  json(`${url}/admin/api/users/${id}`, { method: 'PUT', token, body });

describe('the admin REST of users', () => {
  it('creates, lists with usage and changes', async () => {
    const created = await json(`${url}/admin/api/users`, {
      token: adminToken,
      body: { username: 'Ann', password: 'pw-canary-ann-1', token_limit: 500 },
    });
    expect(created.status).toBe(201);
    const { id } = created.body.user;
    expect(created.body.user).toMatchObject({ username: 'Ann', is_admin: false, token_limit: 500 });

    const list = await json(`${url}/admin/api/users?search=ANN`, { token: adminToken });
    expect(list.body.users).toEqual([
      expect.objectContaining({ id, username: 'Ann', token_limit: 500, total_tokens: 0 }),
    ]);

    const changed = await put(id, { token_limit: null, is_admin: true });
    expect(changed.body.user).toMatchObject({ id, token_limit: null, is_admin: true });
    expect((await put(id, { is_active: false })).body.user.is_active).toBe(false);
    const inactive = await json(`${url}/admin/api/users?is_active=false&search=ann`, {
      token: adminToken,
    });
    expect(inactive.body.users.map((user: { id: string }) => user.id)).toEqual([id]);
  });

  it('pages through all users, each once', async () => {
    for (let n = 0; n < 5; n += 1) await createUser(url, adminToken);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await given(`${url}/admin/api/users?limit=2${cursor}`, {
        token: adminToken,
      });
      seen.push(...page.users.map((user: { id: string }) => user.id));
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    const all = await given(`${url}/admin/api/users`, { token: adminToken });
    expect(seen).toEqual(all.users.map((user: { id: string }) => user.id));
  });

  it('takes a search literally', async () => {
    await createUser(url, adminToken, { username: 'under_score' });
    await createUser(url, adminToken, { username: 'underXscore' });
    const find = async (search: string) =>
      (
        await given(`${url}/admin/api/users?search=${encodeURIComponent(search)}`, {
          token: adminToken,
        })
      ).users.length;
    expect(await find('under_score')).toBe(1);
    expect(await find('%')).toBe(0);
    expect(await find("'; DROP TABLE users; --")).toBe(0);
  });

  it('refuses a name that differs by case alone', async () => {
    await createUser(url, adminToken, { username: 'Bob' });
    const answer = await json(`${url}/admin/api/users`, {
      token: adminToken,
      body: { username: 'bOB', password: 'pw-canary-bob-1' },
    });
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('username_taken');
  });

  it.each([
    ['a name with a space', { username: 'a b', password: 'pw-canary-x-1' }, '/username'],
    ['no password', { username: 'fine' }, '/password'],
    [
      'a limit as text',
      { username: 'fine', password: 'pw-canary-x-1', token_limit: '5' },
      '/token_limit',
    ],
    [
      'a negative limit',
      { username: 'fine', password: 'pw-canary-x-1', token_limit: -5 },
      '/token_limit',
    ],
    [
      'an unknown field',
      { username: 'fine', password: 'pw-canary-x-1', isAdmin: true },
      '/isAdmin',
    ],
    ['an id of their own', { id: '1', username: 'fine', password: 'pw-canary-x-1' }, '/id'],
  ])('refuses %s and says where', async (_, body, pointer) => {
    const answer = await json(`${url}/admin/api/users`, { token: adminToken, body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      pointer,
    ]);
    expect(answer.text).not.toContain('pw-canary');
  });

  it.each(['no-such-user', '019f0a4e-0000-7abc-8def-0123456789ab', '%00'])(
    'answers 404 for the user %s',
    async (id) => {
      const answer = await put(id, { is_active: true });
      expect(answer.status).toBe(404);
    },
  );

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=zzz', 'is_active=maybe', 'page=2'])(
    'refuses the query %s',
    async (query) => {
      const answer = await json(`${url}/admin/api/users?${query}`, { token: adminToken });
      expect(answer.status).toBe(400);
    },
  );

  it('ends all logins of a user who gets a new password', async () => {
    const user = await createUser(url, adminToken);
    expect((await put(user.id, { password: 'pw-canary-second-2' })).status).toBe(200);
    const old = await json(`${url}/auth/me`, { token: user.token });
    expect(old.status).toBe(401);
    expect(old.body.reason).toBe('session_ended');
    const wrong = await json(`${url}/auth/login`, {
      body: { username: user.username, password: user.password },
    });
    expect(wrong.status).toBe(401);
    const fresh = await login(url, { username: user.username, password: 'pw-canary-second-2' });
    expect((await json(`${url}/auth/me`, { token: fresh.access_token })).status).toBe(200);
  });

  it('gives and takes admin rights at once', async () => {
    const user = await createUser(url, adminToken);
    const list = () => json(`${url}/admin/api/users`, { token: user.token });
    expect((await list()).status).toBe(403);
    await put(user.id, { is_admin: true });
    expect((await list()).status).toBe(200);
    await put(user.id, { is_admin: false });
    expect((await list()).status).toBe(403);
  });
});

describe('the last admin', () => {
  it('can not be deactivated, demoted or deleted', async () => {
    const own = await startServer();
    const { access_token: token, user } = await login(own.url, own.admin);
    const change = (body: unknown) =>
      json(`${own.url}/admin/api/users/${user.id}`, { method: 'PUT', token, body });
    for (const body of [{ is_active: false }, { is_admin: false }]) {
      const answer = await change(body);
      expect(answer.status).toBe(409);
      expect(answer.body.code).toBe('last_admin');
    }
    const remove = 'mutation ($id: ID!) { deleteUser(id: $id) }';
    const removed = await graphql(own.url, token, remove, { id: user.id });
    expect(removed.errors?.[0]?.extensions.code).toBe('LAST_ADMIN');
    expect((await change({ token_limit: 5 })).status).toBe(200);

    const second = await createUser(own.url, token, { isAdmin: true });
    expect((await change({ is_admin: false })).status).toBe(200);
    const self = await json(`${own.url}/admin/api/users/${second.id}`, {
      method: 'PUT',
      token: second.token,
      body: { is_admin: false },
    });
    expect(self.status).toBe(409);
    await own.stop();
  });

  it('stays when two admins demote each other at the same moment', async () => {
    const own = await startServer();
    const first = await login(own.url, own.admin);
    const second = await createUser(own.url, first.access_token, { isAdmin: true });
    const demote = (id: string, token: string) =>
      json(`${own.url}/admin/api/users/${id}`, { method: 'PUT', token, body: { is_admin: false } });
    const answers = await Promise.all([
      demote(second.id, first.access_token),
      demote(first.user.id, second.token),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await own.stop();
  });
});

describe('the GraphQL of users', () => {
  it('creates, finds, changes and deletes', async () => {
    const created = await graphql(
      url,
      adminToken,
      `
        mutation {
          createUser(input: { username: "gql", password: "pw-canary-gql-1", tokenLimit: 7 }) {
            id
            username
            isAdmin
            isActive
            tokenLimit
            totalTokens
            createdAt
            updatedAt
          }
        }
      `,
    );
    const user = created.data.createUser;
    expect(user).toMatchObject({ username: 'gql', isAdmin: false, tokenLimit: 7, totalTokens: 0 });
    const change =
      'mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { tokenLimit isActive } }';
    const update = async (input: object) =>
      (await graphql(url, adminToken, change, { id: user.id, input })).data.updateUser;
    expect(await update({ isActive: false })).toEqual({ tokenLimit: 7, isActive: false });
    expect(await update({ tokenLimit: null })).toEqual({ tokenLimit: null, isActive: false });
    const find = '{ users(search: "GQL", isActive: false) { edges { node { id } } } }';
    expect((await graphql(url, adminToken, find)).data.users.edges).toEqual([
      { node: { id: user.id } },
    ]);
    const remove = 'mutation ($id: ID!) { deleteUser(id: $id) }';
    expect((await graphql(url, adminToken, remove, { id: user.id })).data.deleteUser).toBe(true);
    const one = 'query ($id: ID!) { user(id: $id) { id } }';
    expect((await graphql(url, adminToken, one, { id: user.id })).data.user).toBeNull();
    expect((await graphql(url, adminToken, one, { id: 'x' })).data.user).toBeNull();
    const again = await graphql(url, adminToken, remove, { id: user.id });
    expect(again.errors?.[0]?.extensions.code).toBe('USER_NOT_FOUND');
  });

  it('ends everything of a user who is deleted', async () => {
    const user = await createUser(url, adminToken);
    const key = await given(`${url}/api/keys`, { token: user.token, body: { name: 'k' } });
    await given(`${url}/auth/me`, { token: key.secret });
    await graphql(url, adminToken, 'mutation ($id: ID!) { deleteUser(id: $id) }', { id: user.id });
    for (const token of [user.token, key.secret]) {
      expect((await json(`${url}/auth/me`, { token })).status).toBe(401);
    }
  });

  it.each([
    [
      'a short password',
      'createUser(input: { username: "x1", password: "short" }) { id }',
      'PASSWORD_UNFIT',
    ],
    [
      'a bad name',
      'createUser(input: { username: "a b", password: "pw-canary-x-1" }) { id }',
      'INVALID_REQUEST',
    ],
    [
      'half a token',
      'createUser(input: { username: "x2", password: "pw-canary-x-1", tokenLimit: 1.5 }) { id }',
      'INVALID_REQUEST',
    ],
    [
      'a taken name',
      'createUser(input: { username: "ADMIN", password: "pw-canary-x-1" }) { id }',
      'USERNAME_TAKEN',
    ],
  ])('refuses %s', async (_, mutation, code) => {
    const answer = await graphql(url, adminToken, `mutation { ${mutation} }`);
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
  });

  it('has no field for a password or its hash', async () => {
    const answer = await graphql(url, adminToken, '{ me { passwordHash } }');
    expect(answer.errors).toBeDefined();
  });
});
