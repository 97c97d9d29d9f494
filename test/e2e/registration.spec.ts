import { json, login } from '../support/client';
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

describe('registering', () => {
  const person = () => ({
    username: `new${Math.trunc(performance.now() * 1000)}`,
    password: 'pw-canary-new-1',
  });

  it('is for admins when closed', async () => {
    const stranger = await json(`${url}/auth/register`, { body: person() });
    expect(stranger.status).toBe(403);
    expect(stranger.body.code).toBe('registration_closed');
    const body = { ...person(), token_limit: 500 };
    const byAdmin = await json(`${url}/auth/register`, { token: adminToken, body });
    expect(byAdmin.status).toBe(201);
    expect(byAdmin.body.user).toMatchObject({
      username: body.username,
      token_limit: 500,
      is_admin: false,
    });
    expect((await login(url, body)).user.username).toBe(body.username);
  });

  it('is for everybody when open, within the limit the operator set', async () => {
    const own = await startServer({
      env: { REGISTRATION: 'open', REGISTRATION_TOKEN_LIMIT: '1000' },
    });
    const body = person();
    const answer = await json(`${own.url}/auth/register`, { body });
    expect(answer.status).toBe(201);
    expect(answer.body.user).toMatchObject({ token_limit: 1000, is_admin: false });
    const greedy = { ...person(), username: 'greedy', token_limit: null };
    expect((await json(`${own.url}/auth/register`, { body: greedy })).status).toBe(403);
    const boss = { ...person(), username: 'boss', is_admin: true };
    expect((await json(`${own.url}/auth/register`, { body: boss })).status).toBe(400);
    const twice = await json(`${own.url}/auth/register`, {
      body: { ...body, username: body.username.toUpperCase() },
    });
    expect(twice.body.code).toBe('username_taken');
    await own.stop();
  });

  it.each([
    ['short', 'at least 8'],
    ['é'.repeat(40), 'at most 72 bytes'],
  ])('refuses the password %s', async (password, reason) => {
    const body = { ...person(), password };
    const answer = await json(`${url}/auth/register`, { token: adminToken, body });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(reason);
  });
});

describe('the throttle', () => {
  it('answers 429 with Retry-After after too many requests from one address', async () => {
    const own = await startServer({ env: { AUTH_REQUESTS_PER_MINUTE_MAX: '3' } });
    const refresh = () => json(`${own.url}/auth/refresh`, { body: { refresh_token: 'rt_x' } });
    for (let n = 0; n < 3; n += 1) expect((await refresh()).status).toBe(401);
    const answer = await refresh();
    expect(answer.status).toBe(429);
    expect(answer.body.code).toBe('too_many_requests');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    // Each route counts for itself: people can still log in.
    await login(own.url, own.admin);
    await own.stop();
  });
});

describe('the first admin', () => {
  it('has a generated password, printed once and not in the log', async () => {
    const own = await startServer({ env: { ADMIN_PASSWORD: undefined, ADMIN_USERNAME: 'root' } });
    const password = /^password: (\S+)$/m.exec(own.stdout())![1]!;
    expect(own.stdout()).toMatch(/^first admin: root$/m);
    expect((await login(own.url, { username: 'root', password })).user.is_admin).toBe(true);
    expect(JSON.stringify(own.logs())).not.toContain(password);
    await own.restart();
    expect(own.stdout().split('first admin:').length).toBe(2);
    await login(own.url, { username: 'root', password });
    await own.stop();
  });

  it('is not announced when the operator chose the password', () => {
    expect(server.stdout()).not.toContain('first admin');
    expect(server.everything()).not.toContain(server.admin.password);
  });
});
