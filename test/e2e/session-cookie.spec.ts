import { join } from 'node:path';
import { createUser, given, json, login, type Login } from '../support/client';
import { startServer, type RunningServer } from '../support/server';
import { execSql } from '../support/sqlite';
import { until } from '../support/until';

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

function cookieOf(headers: Headers): string {
  return (headers.get('set-cookie') ?? '').split(';', 1)[0]!;
}

async function browserLogin(who = server.admin): Promise<string> {
  const answer = await json(`${url}/auth/login`, {
    body: { username: who.username, password: who.password },
    headers: { origin: url },
  });
  expect(answer.status).toBe(200);
  return cookieOf(answer.headers);
}

const me = (headers: Record<string, string>) => json(`${url}/auth/me`, { headers });

describe('the session cookie', () => {
  it('speaks for its owner on pages of the server', async () => {
    const cookie = await browserLogin();
    expect((await me({ cookie })).status).toBe(200);
    expect((await me({ cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const created = await json(`${url}/api/keys`, {
      body: { name: 'by cookie' },
      headers: { cookie, origin: url },
    });
    expect(created.status).toBe(201);
  });

  it.each([
    ['another site', { origin: 'http://evil.test' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['no page', {}],
  ])('is refused for a change that comes from %s', async (_, headers: Record<string, string>) => {
    const cookie = await browserLogin();
    const before = await json(`${url}/api/keys`, { headers: { cookie } });
    const answer = await json(`${url}/api/keys`, {
      body: { name: 'forged' },
      headers: { cookie, ...headers },
    });
    expect(answer.status).toBe(403);
    const after = await json(`${url}/api/keys`, { headers: { cookie } });
    expect(after.body.keys.length).toBe(before.body.keys.length);
  });

  it('is refused for reading from another site', async () => {
    const cookie = await browserLogin();
    expect((await me({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await me({ cookie, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await me({ cookie, origin: 'null' })).status).toBe(403);
  });

  it('is refused on GraphQL from another origin', async () => {
    const cookie = await browserLogin();
    const answer = await json(`${url}/graphql`, {
      body: { query: '{ me { id } }' },
      headers: { cookie, origin: 'http://g-game.localhost:3000' },
    });
    expect(answer.body.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('ends with logout, and so do the tokens of the same login', async () => {
    const answer = await json<Login>(`${url}/auth/login`, {
      body: { username: server.admin.username, password: server.admin.password },
    });
    const cookie = cookieOf(answer.headers);
    const out = await json(`${url}/auth/logout`, {
      method: 'POST',
      headers: { cookie, origin: url, 'x-coinop-csrf': '1' },
    });
    expect(out.status).toBe(200);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await me({ cookie })).status).toBe(401);
    const token = answer.body.access_token;
    const after = await json(`${url}/auth/me`, { token });
    expect(after.status).toBe(401);
    expect(after.body.reason).toBe('session_ended');
  });

  it('is not taken from a value that another host tossed beside it', async () => {
    const cookie = await browserLogin();
    expect((await me({ cookie: `${cookie}; coinop_session=cs_tossed` })).status).toBe(401);
  });

  it('survives a restart of the server', async () => {
    const own = await startServer();
    const answer = await json(`${own.url}/auth/login`, {
      body: { username: own.admin.username, password: own.admin.password },
    });
    const cookie = cookieOf(answer.headers);
    await own.restart();
    expect((await json(`${own.url}/auth/me`, { headers: { cookie } })).status).toBe(200);
    const { access_token: token } = answer.body;
    expect((await json(`${own.url}/auth/me`, { token })).status).toBe(200);
    await own.stop();
  });

  it('is tied to the host and secure when the public address is https', async () => {
    const own = await startServer({ env: { PUBLIC_URL: 'https://arcade.test' } });
    const answer = await json(`${own.url}/auth/login`, {
      body: { username: own.admin.username, password: own.admin.password },
      headers: { origin: 'https://arcade.test' },
    });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-coinop_session=cs_.*; Secure$/);
    const cookie = cookieOf(answer.headers);
    const create = (origin: string) =>
      json(`${own.url}/api/keys`, { body: { name: 'k' }, headers: { cookie, origin } });
    expect((await create('https://arcade.test')).status).toBe(201);
    expect((await create(own.url)).status).toBe(403);
    await own.stop();
  });
});

describe('a session cookie that is old', () => {
  /** As if so many minutes had passed for the logins of this server. */
  async function age(own: RunningServer, minutes: number): Promise<void> {
    await own.stop();
    const ms = minutes * 60_000;
    await execSql(
      join(own.dataDir, 'coinop.db'),
      `UPDATE sessions SET cookie_issued_at_ms = cookie_issued_at_ms - ${ms},
        cookie_confirmed_at_ms = cookie_confirmed_at_ms - ${ms}`,
    );
    await own.restart();
  }

  it('is replaced, and ends the login when it comes back after that', async () => {
    const own = await startServer();
    const answer = await json(`${own.url}/auth/login`, {
      body: { username: own.admin.username, password: own.admin.password },
    });
    const first = cookieOf(answer.headers);
    const ask = (cookie: string) => json(`${own.url}/auth/me`, { headers: { cookie } });
    expect((await ask(first)).headers.get('set-cookie')).toBeNull();

    await age(own, 16);
    const renewed = await ask(first);
    const second = cookieOf(renewed.headers);
    expect(second).toMatch(/^coinop_session=cs_/);
    expect(second).not.toBe(first);
    // Requests that were under way with the old one still count, and bring no third.
    const late = await ask(first);
    expect([late.status, late.headers.get('set-cookie')]).toEqual([200, null]);
    expect((await ask(second)).status).toBe(200);
    expect((await ask(first)).status).toBe(200);

    await age(own, 2);
    expect((await ask(second)).status).toBe(200);
    expect((await ask(first)).status).toBe(401);
    await until(async () => (await ask(second)).status === 401);
    await own.stop();
  });

  it('goes on when the answer that brought its successor was lost', async () => {
    const own = await startServer();
    const answer = await json(`${own.url}/auth/login`, {
      body: { username: own.admin.username, password: own.admin.password },
    });
    const cookie = cookieOf(answer.headers);
    const ask = () => json(`${own.url}/auth/me`, { headers: { cookie } });
    await ask();
    await age(own, 16);
    expect((await ask()).headers.get('set-cookie')).not.toBeNull();
    await age(own, 2);
    const again = await ask();
    expect(again.status).toBe(200);
    expect(again.headers.get('set-cookie')).not.toBeNull();
    await own.stop();
  });
});

describe('deactivating a user', () => {
  it('stops tokens, cookies, keys and logins at once', async () => {
    const user = await createUser(url, adminToken);
    const cookie = await browserLogin(user as never);
    const { secret } = await given(`${url}/api/keys`, { token: user.token, body: { name: 'k' } });
    const tries = () =>
      Promise.all([
        json(`${url}/auth/me`, { token: user.token }),
        me({ cookie }),
        me({ 'x-api-key': secret }),
      ]);
    expect((await tries()).map(({ status }) => status)).toEqual([200, 200, 200]);
    await given(`${url}/admin/api/users/${user.id}`, {
      method: 'PUT',
      token: adminToken,
      body: { is_active: false },
    });
    const answers = await tries();
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(answers.map(({ body }) => body.reason)).toEqual(Array(3).fill('user_inactive'));
    const again = await json(`${url}/auth/login`, {
      body: { username: user.username, password: user.password },
    });
    expect(again.status).toBe(403);
    await until(async () => (await tries()).every(({ status }) => status === 401));
  });
});
