import { createHmac, hkdfSync } from 'node:crypto';
import { NOBODY } from '../support/any-operation';
import { createUser, graphql, json, login, type Login } from '../support/client';
import { startServer, type RunningServer } from '../support/server';

// Servers are started and restarted inside tests, on machines that may be busy.
jest.setTimeout(30_000);

const SECRET_KEY = 'a-key-of-this-test-alone-0123456789abcdef';

let server: RunningServer;
let url: string;
let adminToken: string;

beforeAll(async () => {
  server = await startServer({ env: { AUTH_REQUESTS_PER_MINUTE_MAX: '10000', SECRET_KEY } });
  url = server.url;
  adminToken = (await login(url, server.admin)).access_token;
});

describe('logging in', () => {
  it('answers the user, a pair of tokens and an httpOnly cookie', async () => {
    const answer = await json(`${url}/auth/login`, {
      body: { username: server.admin.username, password: server.admin.password },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      user: { id: expect.any(String), username: 'admin', is_admin: true },
      access_token: expect.stringMatching(/^eyJ/),
      refresh_token: expect.stringMatching(/^rt_/),
      token_type: 'Bearer',
      expires_in: 900,
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^coinop_session=cs_[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
    );
  });

  it('takes the name whatever its case', async () => {
    const answer = await json(`${url}/auth/login`, {
      body: { username: 'ADMIN', password: server.admin.password },
    });
    expect(answer.status).toBe(200);
  });

  it('says the same for a wrong password and an unknown name', async () => {
    const wrong = await json(`${url}/auth/login`, {
      body: { username: 'admin', password: 'wrong-password' },
    });
    const unknown = await json(`${url}/auth/login`, {
      body: { username: 'nobody', password: 'wrong-password' },
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.code).toBe('bad_credentials');
    expect(unknown.body.detail).toBe(wrong.body.detail);
  });

  it('refuses a page of another site, which would log its visitor in as somebody else', async () => {
    const answer = await json(`${url}/auth/login`, {
      body: { username: server.admin.username, password: server.admin.password },
      headers: { origin: 'http://evil.test' },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('works with a stale credential in the request', async () => {
    const answer = await json(`${url}/auth/login`, {
      token: 'eyJhbGciOiJIUzI1NiJ9.e30.x',
      body: { username: server.admin.username, password: server.admin.password },
      headers: { cookie: 'coinop_session=cs_old', origin: url },
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['no body', undefined],
    ['a list', []],
    ['a text', '"text"'],
    ['a broken text', '{"username":'],
    ['a number for a name', { username: 1, password: 'x' }],
    ['no password', { username: 'admin' }],
    ['a field that is not known', { username: 'admin', password: 'x', extra: 1 }],
    ['a huge password', { username: 'admin', password: 'x'.repeat(5000) }],
  ])('refuses %s with 400', async (_, body) => {
    const answer = await json(`${url}/auth/login`, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid_request', request_id: expect.any(String) });
  });

  it('locks a name after failures, with Retry-After, even for the right password', async () => {
    const victim = await createUser(url, adminToken);
    const attempt = (password: string) =>
      json(`${url}/auth/login`, { body: { username: victim.username, password } });
    let answer = await attempt('wrong-password');
    for (let n = 0; n < 10 && answer.status === 401; n += 1) answer = await attempt('wrong');
    expect(answer.status).toBe(429);
    expect(answer.body.code).toBe('login_locked');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await attempt(victim.password)).status).toBe(429);
    expect((await json(`${url}/auth/me`, { token: victim.token })).status).toBe(200);
  });
});

describe('who am I', () => {
  it('tells the user and the tokens used', async () => {
    const answer = await json(`${url}/auth/me`, { token: adminToken });
    expect(answer.body).toEqual({
      user: expect.objectContaining({
        id: expect.any(String),
        username: 'admin',
        is_admin: true,
        is_active: true,
        token_limit: null,
      }),
      usage: { total_tokens: 0 },
    });
  });

  it('is refused without a login', async () => {
    const answer = await json(`${url}/auth/me`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.body.code).toBe('unauthenticated');
  });

  it('is answered by GraphQL to the same credentials', async () => {
    const answer = await graphql(url, adminToken, '{ me { username isAdmin totalTokens } }');
    expect(answer.data.me).toEqual({ username: 'admin', isAdmin: true, totalTokens: 0 });
    const stranger = await graphql(url, undefined, '{ me { username } }');
    expect(stranger.errors?.[0]?.extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
      requestId: expect.any(String),
    });
  });
});

describe('access tokens', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  /** The key that the server derives for signing: these tokens are wrong in one thing alone. */
  const key = Buffer.from(hkdfSync('sha256', SECRET_KEY, '', 'coinop/access-token/v1', 32));

  async function forge(
    claims: object = {},
    header: object = {},
    sign: { key: string | Buffer; hash: string } = { key, hash: 'sha256' },
  ) {
    const { sub, sid } = JSON.parse(
      Buffer.from(adminToken.split('.')[1]!, 'base64url').toString(),
    ) as Record<string, string>;
    const payload = { sub, sid, aud: 'coinop-api', iss: 'coinop', exp: inSeconds(600), ...claims };
    const body = `${part({ alg: 'HS256', typ: 'JWT', ...header })}.${part(payload)}`;
    const token = `${body}.${createHmac(sign.hash, sign.key).update(body).digest('base64url')}`;
    return json(`${url}/auth/me`, { token });
  }

  it('are accepted when nothing is wrong with them', async () => {
    expect((await forge()).status).toBe(200);
  });

  it.each([
    ['another audience', () => forge({ aud: 'else' }), 'token_invalid'],
    ['no audience', () => forge({ aud: undefined }), 'token_invalid'],
    ['another issuer', () => forge({ iss: 'else' }), 'token_invalid'],
    ['a time that is over', () => forge({ exp: inSeconds(-1) }), 'token_expired'],
    ['no session', () => forge({ sid: undefined }), 'token_invalid'],
    ['a session that is not there', () => forge({ sid: NOBODY }), 'session_ended'],
    ['another key', () => forge({}, {}, { key: 'guess', hash: 'sha256' }), 'token_invalid'],
    [
      'another algorithm',
      () => forge({}, { alg: 'HS512' }, { key, hash: 'sha512' }),
      'token_invalid',
    ],
    ['an algorithm that lies', () => forge({}, { alg: 'RS256' }), 'token_invalid'],
    ['no algorithm', () => forge({}, { alg: 'none' }), 'token_invalid'],
  ])('with %s are refused', async (_, ask, reason) => {
    const answer = await ask();
    expect(answer.status).toBe(401);
    expect(answer.body.reason).toBe(reason);
  });

  it('without a signature are refused', async () => {
    const [header, payload] = adminToken.split('.');
    expect((await json(`${url}/auth/me`, { token: `${header}.${payload}.` })).status).toBe(401);
    expect((await json(`${url}/auth/me`, { token: 'eyJhbGciOi' })).status).toBe(401);
  });

  it('that are nothing we know are refused saying so', async () => {
    const answer = await json(`${url}/auth/me`, { token: 'hello' });
    expect(answer.body.reason).toBe('unknown_credential');
    const long = await json(`${url}/auth/me`, { token: `eyJ${'a'.repeat(8000)}` });
    expect(long.status).toBe(401);
  });
});

describe('refresh tokens', () => {
  const refresh = (token: string) =>
    json<Login>(`${url}/auth/refresh`, { body: { refresh_token: token } });

  it('are traded for a new pair', async () => {
    const first = await login(url, server.admin);
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    const answer = await json(`${url}/auth/me`, { token: second.body.access_token });
    expect(answer.status).toBe(200);
  });

  it('used twice end the whole login', async () => {
    const first = await login(url, server.admin);
    const second = (await refresh(first.refresh_token)).body;
    const again = await refresh(first.refresh_token);
    expect(again.status).toBe(401);
    expect((again.body as any).reason).toBe('refresh_reused');
    expect((await refresh(second.refresh_token)).status).toBe(401);
    expect((await json(`${url}/auth/me`, { token: second.access_token })).status).toBe(401);
    expect((await json(`${url}/auth/me`, { token: adminToken })).status).toBe(200);
  });

  it('give one winner when used at the same time', async () => {
    const first = await login(url, server.admin);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refresh(first.refresh_token)),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  it.each(['rt_', 'rt_AAAA', 'eyJ', `rt_${'A'.repeat(70)}`])(
    'like %s are refused',
    async (token) => {
      const answer = await refresh(token);
      expect(answer.status).toBe(401);
    },
  );
});
