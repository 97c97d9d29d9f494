import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createUser, given, json, login, type Call } from '../support/client';
import { startServer, type RunningServer } from '../support/server';

jest.setTimeout(60_000);

/** Everything secret that was sent or handed out, by what it is. */
const secrets = new Map<string, string>();
/** Every answer after the one that may show the secret. */
const answers: string[] = [];
let server: RunningServer;

async function ask(path: string, call: Call = {}): Promise<void> {
  const { text, headers } = await json(server.url + path, call);
  answers.push(`${path} ${JSON.stringify([...headers])} ${text}`);
}

function cookieValue(headers: Headers): string {
  return /^[^=]+=([^;]*)/u.exec(headers.get('set-cookie')!)![1]!;
}

/** Uses the server as people do, by the right ways and by the wrong ones. */
async function live(): Promise<void> {
  const { url, admin } = server;
  const answer = await json(`${url}/auth/login`, {
    body: { username: admin.username, password: admin.password },
  });
  const first = answer.body;
  const cookie = cookieValue(answer.headers);
  const next = await given(`${url}/auth/refresh`, { body: { refresh_token: first.refresh_token } });
  const token = (await login(url, admin)).access_token;
  const user = await createUser(url, token, { password: 'pw-canary-Q7x!user' });
  const key = await given(`${url}/api/keys`, { token: user.token, body: { name: 'k' } });
  const { games } = await given(`${url}/api/games`, { token: user.token });
  const play = await given(`${url}/api/play/sessions`, {
    token: user.token,
    body: { game_id: games[0].id },
  });
  const wrong = 'wrong-canary-K3w!pass';
  for (const [what, secret] of Object.entries({
    'admin password': admin.password,
    'user password': user.password,
    'wrong password': wrong,
    'access token': first.access_token,
    'refresh token': first.refresh_token,
    'next refresh token': next.refresh_token,
    'user access token': user.token,
    cookie,
    'API key': key.secret,
    'play token': play.token,
  })) {
    secrets.set(what, secret);
  }

  for (const username of ['admin', 'nobody', wrong]) {
    await ask('/auth/login', { body: { username, password: wrong } });
  }
  await ask('/auth/login', { method: 'POST', body: `{"username":"admin","password":"${wrong}"` });
  await ask('/auth/login', {
    body: { username: 'admin', password: wrong, [wrong.slice(0, 5)]: 1 },
  });
  await ask('/auth/login', { body: { username: 'admin', password: [wrong] } });
  await ask('/auth/register', { body: { username: 'x', password: wrong } });
  await ask('/auth/refresh', { body: { refresh_token: first.refresh_token } });
  await ask('/auth/refresh', { body: { refresh_token: first.refresh_token } });
  for (const credential of [token, key.secret, play.token, `${key.secret}x`, `${token}x`]) {
    await ask('/auth/me', { token: credential });
    await ask('/api/keys', { headers: { 'x-api-key': credential } });
    await ask(`/nowhere`, { token: credential });
  }
  await ask('/auth/me', { headers: { cookie: `coinop_session=${cookie}`, origin: 'null' } });
  await ask('/auth/me', { headers: { cookie: `coinop_session=${cookie}` } });
  await ask('/api/keys', { token: user.token });
  await ask('/admin/api/users', { token });
  await ask(`/admin/api/users/${user.id}`, {
    method: 'PUT',
    token,
    body: { password: wrong, token_limit: 'x' },
  });
  for (const query of [
    `mutation { createUser(input: { username: "a b", password: "${wrong}" }) { id } }`,
    `mutation { createUser(input: { username: "admin", password: "${wrong}" }) { id } }`,
    '{ users { edges { node { id username } } } apiKeys { edges { node { id prefix } } } me { id } }',
  ]) {
    await ask('/graphql', { token, body: { query } });
  }
  const query = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }';
  const variables = { input: { username: 'variable', password: wrong, tokenLimit: -1 } };
  await ask('/graphql', { token, body: { query, variables } });
}

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

/** Which secrets occur in a text. */
function found(text: string): string[] {
  return [...secrets].filter(([, secret]) => text.includes(secret)).map(([what]) => what);
}

beforeAll(async () => {
  server = await startServer({
    env: { LOG_LEVEL: 'trace', AUTH_REQUESTS_PER_MINUTE_MAX: '10000' },
  });
  await live();
});

describe('secrets', () => {
  it('are searched for by a search that finds', () => {
    expect(secrets.size).toBe(10);
    expect(found(`x${secrets.get('API key')}y`)).toEqual(['API key']);
    expect(answers.length).toBeGreaterThan(25);
  });

  it('come back in no answer but the one that made them', () => {
    expect(answers.filter((answer) => found(answer).length > 0)).toEqual([]);
  });

  it('are in no line that the server printed', () => {
    const lines = server.everything().split('\n');
    expect(lines.filter((line) => found(line).length > 0)).toEqual([]);
    expect(lines.length).toBeGreaterThan(3);
  });

  it('are in no file of the data directory, while running and after the end', async () => {
    const look = () =>
      filesUnder(server.dataDir).flatMap((file) => {
        const what = found(readFileSync(file, 'latin1'));
        return what.length > 0 ? [`${file}: ${what.join(', ')}`] : [];
      });
    expect(filesUnder(server.dataDir).some((file) => file.endsWith('coinop.db'))).toBe(true);
    expect(look()).toEqual([]);
    await server.stop();
    expect(look()).toEqual([]);
  });
});

describe('the secrets the server made for itself', () => {
  it('are readable by its user alone', () => {
    const modes = filesUnder(server.dataDir)
      .filter((file) => file.endsWith('.secret'))
      .map((file) => statSync(file).mode & 0o777);
    expect(modes.length).toBeGreaterThan(0);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });
});
