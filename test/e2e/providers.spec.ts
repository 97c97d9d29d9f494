import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startBench, type Bench, type Player } from '../support/bench';
import { json } from '../support/client';
import { startUpstream, type FakeUpstream } from '../support/fake-upstream';

jest.setTimeout(60_000);

const OPENAI_KEY = 'sk-openai-canary-51c0ffee';
const GROQ_KEY = 'gsk-groq-canary-77aa12';

let bench: Bench;
let groq: FakeUpstream;
let player: Player;
/** Answers everything with a redirect to the upstream that would take it. */
let redirecting: Server;

beforeAll(async () => {
  groq = await startUpstream();
  redirecting = createServer((_request, response) => {
    response.writeHead(307, { location: `${groq.url}/v1/chat/completions` }).end();
  });
  await new Promise<void>((done) => redirecting.listen(0, '127.0.0.1', done));
  const { port } = redirecting.address() as AddressInfo;
  const openai = await startUpstream();
  bench = await startBench({
    OPENAI_API_KEY: OPENAI_KEY,
    OPENAI_UPSTREAM_URL: `${openai.url}/v1`,
    GROQ_API_KEY: GROQ_KEY,
    GROQ_UPSTREAM_URL: `${groq.url}/v1`,
    TOGETHER_UPSTREAM_URL: `http://127.0.0.1:${port}/v1`,
    FIREWORKS_UPSTREAM_URL: 'http://169.254.169.254/v1',
    // On developers' machines these point at this very server.
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  });
  upstreamOf.openai = openai;
  upstreamOf.groq = groq;
  player = await bench.user();
});

afterAll(async () => {
  redirecting.close();
  await Promise.all([bench.upstream, groq, upstreamOf.openai!].map((each) => each.close()));
});

const upstreamOf: Record<string, FakeUpstream> = {};

function chat(model: string, prompt: string) {
  return json(`${bench.url}/v1/chat/completions`, {
    token: player.key,
    body: { model, messages: [{ role: 'user', content: prompt }], max_tokens: 50 },
  });
}

it.each([
  ['gpt-any', 'openai', 'gpt-any', OPENAI_KEY],
  ['openai/gpt-any', 'openai', 'gpt-any', OPENAI_KEY],
  ['groq/org/llama-any', 'groq', 'org/llama-any', GROQ_KEY],
])('takes %s to %s with its own key', async (model, provider, asked, key) => {
  const tag = model.replaceAll('/', '-');
  const answer = await chat(model, `[[n=3 in=7 tag=${tag}]]`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-coinop-provider')).toBe(provider);
  const call = await upstreamOf[provider]!.call(tag);
  expect(call.body.model).toBe(asked);
  expect(call.head.headers.authorization).toBe(`Bearer ${key}`);
  expect(call.head.headers).not.toHaveProperty('x-api-key');
  const [record] = await bench.records(player);
  expect(record).toMatchObject({ backend: provider, prompt_tokens: 7, completion_tokens: 3 });
});

it('passes the bytes of a plain name on untouched', async () => {
  const body = `{ "model":"gpt-any", "x-odd": [1.50, "\\u00e9"],\n "messages":[{"role":"user","content":"[[n=2 tag=bytes]]"}] }`;
  const answer = await json(`${bench.url}/v1/chat/completions`, {
    token: player.key,
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(200);
  expect((await upstreamOf.openai!.call('bytes')).bodyText).toBe(body);
});

it('does not follow a redirect, nor charge for it', async () => {
  const answer = await chat('together/any', '[[tag=elsewhere]]');
  expect(answer.status).toBe(502);
  expect(answer.headers.get('location')).toBeNull();
  expect(answer.text).not.toContain(groq.url);
  expect(groq.tagged('elsewhere')).toEqual([]);
  const [record] = await bench.records(player);
  expect(record).toMatchObject({ backend: 'together', total_tokens: 0 });
});

it('never dials a metadata address, whoever set it', async () => {
  const startedAt = Date.now();
  const answer = await chat('fireworks/accounts/fireworks/models/gpt-oss-20b', 'hello');
  expect(answer.status).toBe(502);
  expect(answer.text).not.toContain('169.254');
  // Refused before dialling, not timed out.
  expect(Date.now() - startedAt).toBeLessThan(5000);
  expect(bench.server.everything()).toContain('169.254.169.254 is an address that is not dialled');
});

it('lists the models of every provider by the names they can be called by', async () => {
  const answer = await json(`${bench.url}/v1/models`, { token: player.key });
  const ids = answer.body.data.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['claude-test-1', 'tiny:latest', 'groq/claude-test-1']),
  );
});
