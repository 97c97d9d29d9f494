import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createUser, graphql, json, login, type GraphqlAnswer } from '../support/client';
import { startUpstream, type FakeUpstream } from '../support/fake-upstream';
import { startServer, type RunningServer } from '../support/server';

jest.setTimeout(60_000);

const KEY = 'sk-admin-canary-0f1e2d3c4b5a';
const OTHER_KEY = 'sk-other-canary-99aa88bb77cc';

let server: RunningServer;
let upstream: FakeUpstream;
let token: string;
const answers: string[] = [];

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startServer({
    env: {
      ANTHROPIC_UPSTREAM_URL: undefined,
      OLLAMA_URL: undefined,
      GROQ_API_KEY: 'gsk-fixed-canary-1234567890',
    },
  });
  token = (await login(server.url, server.admin)).access_token;
});

afterAll(() => upstream.close());

async function ask<T = any>(query: string, variables = {}): Promise<GraphqlAnswer<T>> {
  const answer = await graphql(server.url, token, query, variables);
  answers.push(JSON.stringify(answer));
  return answer;
}

const FIELDS = 'id name kind baseUrls source isEnabled isLocal priority keyHint warnings';

async function save(input: Record<string, unknown>): Promise<any> {
  const answer = await ask(
    `mutation ($input: SaveProviderInput!) { saveProvider(input: $input) { ${FIELDS} } }`,
    { input },
  );
  return answer.data?.saveProvider ?? answer.errors![0]!.extensions.code;
}

function chat(model: string, tag: string) {
  return json(`${server.url}/v1/chat/completions`, {
    token,
    body: { model, messages: [{ role: 'user', content: `[[n=2 tag=${tag}]]` }], max_tokens: 20 },
  });
}

/** Everything under the data directory, as text. */
function stored(): string {
  return readdirSync(server.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

it('is used by the very next call, is changed by the next, and is gone after removal', async () => {
  expect((await chat('mine/any', 'before')).status).not.toBe(200);
  const mine = await save({
    name: 'mine',
    kind: 'openai-compatible',
    baseUrl: `${upstream.url}/v1/`,
    apiKey: KEY,
  });
  expect(mine).toMatchObject({
    baseUrls: [`${upstream.url}/v1`],
    source: 'ADMIN',
    isLocal: true,
    keyHint: `…${KEY.slice(-4)}`,
    warnings: [expect.stringContaining('own network')],
  });
  expect((await chat('mine/any', 'first')).status).toBe(200);
  const first = await upstream.call('first');
  expect(first.head.headers.authorization).toBe(`Bearer ${KEY}`);

  await save({ id: mine.id, apiKey: OTHER_KEY });
  await chat('mine/any', 'second');
  const second = await upstream.call('second');
  expect(second.head.headers.authorization).toBe(`Bearer ${OTHER_KEY}`);

  const removed = await ask(`mutation { removeProvider(id: "${mine.id}") }`);
  expect(removed.data.removeProvider).toBe(true);
  expect((await chat('mine/any', 'third')).status).not.toBe(200);
  expect(upstream.tagged('third')).toEqual([]);
});

it('keeps the key through a restart, and drops it with a new base URL', async () => {
  const kept = await save({
    name: 'kept',
    kind: 'openai-compatible',
    baseUrl: `${upstream.url}/v1`,
    apiKey: KEY,
  });
  await server.restart();
  token = (await login(server.url, server.admin)).access_token;
  await chat('kept/any', 'restarted');
  expect((await upstream.call('restarted')).head.headers.authorization).toBe(`Bearer ${KEY}`);

  const moved = await save({ id: kept.id, baseUrl: `http://localhost:${upstream.port}/v1` });
  expect(moved.keyHint).toBeNull();
  await chat('kept/any', 'moved');
  expect((await upstream.call('moved')).head.headers).not.toHaveProperty('authorization');
});

it('shows the key to nobody: not in answers, in the log, nor in any file', async () => {
  await save({
    name: 'secretive',
    kind: 'openai-compatible',
    baseUrl: `${upstream.url}/v1`,
    apiKey: KEY,
  });
  await ask(`{ providers { ${FIELDS} } }`);
  await save({ name: 'BAD NAME', kind: 'openai', apiKey: KEY });
  const everything = answers.join('\n') + server.everything() + stored();
  expect(everything).toContain('secretive');
  for (const secret of [KEY, OTHER_KEY, 'gsk-fixed-canary-1234567890']) {
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20));
  }
});

it.each([
  [
    { name: 'meta', kind: 'openai-compatible', baseUrl: 'http://169.254.169.254/v1' },
    'ADDRESS_REFUSED',
  ],
  [
    { name: 'meta', kind: 'openai-compatible', baseUrl: 'http://[::ffff:a9fe:a9fe]/' },
    'ADDRESS_REFUSED',
  ],
  [{ name: 'meta', kind: 'openai-compatible', baseUrl: 'http://2852039166/' }, 'ADDRESS_REFUSED'],
  [
    { name: 'meta', kind: 'openai-compatible', baseUrl: 'http://a:b@example.com/' },
    'PROVIDER_UNFIT',
  ],
  [{ name: 'meta', kind: 'openai-compatible' }, 'PROVIDER_UNFIT'],
  [{ name: 'meta', kind: 'no-such-kind' }, 'PROVIDER_UNFIT'],
  [{ name: 'demo', kind: 'openai' }, 'PROVIDER_UNFIT'],
  [{ name: 'openai', kind: 'openai-compatible', baseUrl: 'http://10.0.0.1' }, 'PROVIDER_UNFIT'],
  [{ name: 'groq', kind: 'groq' }, 'PROVIDER_LOCKED'],
  [{ name: 'kept', kind: 'openai' }, 'PROVIDER_NAME_TAKEN'],
  [{ id: '0192f0c1-0000-7000-8000-000000000000', name: 'x' }, 'PROVIDER_NOT_FOUND'],
])('refuses %j with %s', async (input, code) => {
  expect(await save(input)).toBe(code);
});

it('tests a provider and says what is wrong without repeating it', async () => {
  const good = await save({
    name: 'good',
    kind: 'openai-compatible',
    baseUrl: `${upstream.url}/v1`,
  });
  const bad = await save({ name: 'bad', kind: 'ollama', baseUrl: 'http://127.0.0.1:9' });
  const test = async (id: string) =>
    (await ask(`mutation { testProvider(id: "${id}") { ok models problem } }`)).data.testProvider;
  expect(await test(good.id)).toEqual({ ok: true, models: 2, problem: null });
  expect(await test(bad.id)).toMatchObject({ ok: false, problem: expect.any(String) });
});

it('is for admins only', async () => {
  const stranger = await createUser(server.url, token);
  for (const query of ['{ providers { id } }', 'mutation { removeProvider(id: "x") }']) {
    const answer = await graphql(server.url, stranger.token, query);
    expect(answer.errors![0]!.extensions.code).toBe('FORBIDDEN');
  }
});
