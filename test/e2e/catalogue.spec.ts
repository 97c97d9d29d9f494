import { startBench, type Bench, type Player } from '../support/bench';
import { graphql, json, login } from '../support/client';
import { startServer } from '../support/server';

jest.setTimeout(60_000);

let bench: Bench;
let player: Player;

/** OpenAI's own host, where every connection ends before it begins: nothing leaves this machine. */
const PAID = {
  OPENAI_UPSTREAM_URL: 'http://openai.invalid/v1',
  UPSTREAM_CONNECT_TIMEOUT_MS: '500',
};

beforeAll(async () => {
  bench = await startBench(PAID);
  player = await bench.user();
});

afterAll(() => bench.upstream.close());

async function ask<T = any>(query: string, variables = {}): Promise<T> {
  const answer = await graphql(bench.url, bench.adminToken, query, variables);
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

function chat(model: string) {
  return json(`${bench.url}/v1/chat/completions`, {
    token: player.key,
    body: { model, messages: [{ role: 'user', content: 'hello' }], max_tokens: 20 },
  });
}

const SET = `mutation ($input: SetPriceInput!) { setPrice(input: $input) { id input output reasoning } }`;
const PRICES = `query ($provider: String!, $model: String!) {
  priceHistory(provider: $provider, model: $model) { id input output isEdited source }
}`;

it('ships with at least 40 models, each with a price, in pages', async () => {
  const seen: any[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { models }: any = await ask(
      `query ($after: String) { models(first: 25, after: $after) {
        edges { node { provider model tier price { input output } } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    seen.push(...models.edges.map(({ node }: any) => node));
    after = models.pageInfo.endCursor;
    more = models.pageInfo.hasNextPage;
  }
  expect(seen.length).toBeGreaterThanOrEqual(40);
  expect(new Set(seen.map(({ provider, model }) => `${provider}/${model}`)).size).toBe(seen.length);
  expect(seen.filter(({ price }) => !(price?.input > 0))).toEqual([]);
});

it('refuses a paid model without a price before anything is sent, until a price is set', async () => {
  const unknown = await chat('openai/not-in-any-list');
  expect(unknown.status).toBe(400);
  expect(unknown.body.error.message).toContain('has no price');
  expect(await bench.records(player)).toEqual([]);

  // A known one is tried, and its upstream cannot be found.
  expect((await chat('openai/gpt-5-mini-2025-08-07')).status).toBe(502);

  const input = {
    provider: 'openai',
    model: 'not-in-any-list',
    input: 1_000_000,
    output: 2_000_000,
  };
  const { setPrice } = await ask(SET, { input });
  expect(setPrice).toMatchObject({ input: 1_000_000, output: 2_000_000, reasoning: 2_000_000 });
  expect((await chat('openai/not-in-any-list')).status).toBe(502);
});

it('never refuses a model of a server on the own network', async () => {
  const answer = await json(`${bench.url}/api/inference/anthropic/messages`, {
    token: player.key,
    body: { model: 'anything', max_tokens: 5, messages: [{ role: 'user', content: '[[n=2]]' }] },
  });
  expect(answer.status).toBe(200);
});

it('keeps every price that ever was, and what an admin set over a restart', async () => {
  const of = { provider: 'openai', model: 'gpt-5-nano' };
  await ask(SET, { input: { ...of, input: 70_000, output: 500_000 } });
  await ask(SET, { input: { ...of, input: 80_000, output: 600_000 } });
  await ask(
    `mutation { saveModel(input: { provider: "openai", model: "gpt-5-nano", displayName: "Ours", outputTokensMax: 99 }) { id } }`,
  );
  await bench.server.restart();
  bench.adminToken = (await login(bench.url, bench.server.admin)).access_token;
  const { priceHistory } = await ask(PRICES, of);
  expect(priceHistory.map(({ input }: any) => input)).toEqual([80_000, 70_000, 50_000]);
  expect(priceHistory.map(({ isEdited }: any) => isEdited)).toEqual([true, true, false]);
  const { models } = await ask(
    `{ models(first: 100, provider: "openai") { edges { node { model displayName isEdited price { input } } } } }`,
  );
  const nano = models.edges.find(({ node }: any) => node.model === 'gpt-5-nano').node;
  expect(nano).toMatchObject({ displayName: 'Ours', isEdited: true, price: { input: 80_000 } });
});

it.each([
  [{ provider: 'openai', model: 'x', input: 0.5, output: 1 }],
  [{ provider: 'openai', model: 'x', input: -1, output: 1 }],
  [{ provider: 'No Such', model: 'x', input: 1, output: 1 }],
  [{ provider: 'openai', model: 'x y', input: 1, output: 1 }],
])('refuses the price %j', async (input) => {
  const answer = await graphql(bench.url, bench.adminToken, SET, { input });
  expect(answer.errors).toBeDefined();
});

it('cuts a limit above what the model can give, and leaves lower ones alone', async () => {
  const send = (max_tokens: number, tag: string) =>
    json(`${bench.url}/v1/messages`, {
      token: player.key,
      body: {
        model: 'claude-haiku-4-5-20251001',
        max_tokens,
        messages: [{ role: 'user', content: `[[n=2 tag=${tag}]]` }],
      },
    });
  expect((await send(128_000, 'too-much')).status).toBe(200);
  expect((await bench.upstream.call('too-much')).body.max_tokens).toBe(64_000);
  await send(1000, 'enough');
  expect((await bench.upstream.call('enough')).body.max_tokens).toBe(1000);
});

it('takes fast and smart to the tiers of the provider', async () => {
  for (const [alias, model] of [
    ['fast', 'claude-haiku-5-5'],
    ['smart', 'claude-sonnet-5-5'],
  ]) {
    const answer = await json(`${bench.url}/v1/messages`, {
      token: player.key,
      body: {
        model: alias,
        max_tokens: 5,
        messages: [{ role: 'user', content: `[[n=1 tag=${alias}]]` }],
      },
    });
    expect(answer.headers.get('x-coinop-model')).toBe(model);
  }
});

it('lists the models of a configured vendor that cannot be asked', async () => {
  const { body } = await json(`${bench.url}/v1/models`, { token: player.key });
  const gpt = body.data.find(({ id }: { id: string }) => id === 'gpt-5-mini');
  expect(gpt).toMatchObject({
    display_name: 'GPT-5 mini',
    owned_by: 'openai',
    max_tokens: 128_000,
  });
});

it('counts a model without a price when the operator says so', async () => {
  const server = await startServer({ env: { ...PAID, UNKNOWN_PRICE: 'count' } });
  const { access_token: token } = await login(server.url, server.admin);
  const answer = await json(`${server.url}/v1/chat/completions`, {
    token,
    body: { model: 'openai/not-in-any-list', messages: [{ role: 'user', content: 'hello' }] },
  });
  expect(answer.status).toBe(502);
});
