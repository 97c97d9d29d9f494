import { graphql, login } from '../support/client';
import { postgresPrograms, startPostgres, type PostgresServer } from '../support/postgres';
import { startServer, type RunningServer } from '../support/server';
import { until } from '../support/until';

jest.setTimeout(90_000);

const onPostgres = postgresPrograms() === null ? describe.skip : describe;

onPostgres('two processes on one PostgreSQL database', () => {
  let postgres: PostgresServer;
  let servers: RunningServer[];
  let tokens: string[];

  beforeAll(async () => {
    postgres = await startPostgres();
    const DATABASE_URL = await postgres.newDatabase();
    // One ring for both; each has a data directory of its own.
    const ENCRYPTION_KEYS = `shared:${Buffer.alloc(32, 7).toString('base64')}`;
    const SECRET_KEY = 'one-secret-for-both-of-them-0123456789';
    const env = { DATABASE_URL, ENCRYPTION_KEYS, SECRET_KEY };
    servers = await Promise.all([startServer({ env }), startServer({ env })]);
    tokens = await Promise.all(
      servers.map(async ({ url, admin }) => (await login(url, admin)).access_token),
    );
  });

  afterAll(async () => {
    await Promise.all((servers ?? []).map((server) => server.dispose()));
    await postgres?.stop();
  });

  const ask = async (at: number, query: string) =>
    (await graphql(servers[at]!.url, tokens[at]!, query)).data;

  it('fill the catalogue once when they start together', async () => {
    const { models, priceHistory } = await ask(
      1,
      `{ models(first: 100) { edges { node { provider model price { input } } } }
         priceHistory(provider: "openai", model: "gpt-5-mini") { input } }`,
    );
    const names = models.edges.map(({ node }: any) => `${node.provider}/${node.model}`);
    expect(names.length).toBeGreaterThanOrEqual(40);
    expect(new Set(names).size).toBe(names.length);
    expect(models.edges.every(({ node }: any) => node.price.input > 0)).toBe(true);
    expect(priceHistory).toEqual([{ input: 250_000 }]);
  });

  it('learn of a price that was set at the other', async () => {
    await ask(
      0,
      'mutation { setPrice(input: { provider: "openai", model: "gpt-5-nano", input: 1, output: 2 }) { id } }',
    );
    await until(
      async () => {
        const { models } = await ask(
          1,
          '{ models(first: 100, provider: "openai") { edges { node { model price { input } } } } }',
        );
        return models.edges.some(
          ({ node }: any) => node.model === 'gpt-5-nano' && node.price.input === 1,
        );
      },
      { what: 'the new price at the other process', deadlineMs: 20_000, everyMs: 500 },
    );
  });

  it('open keys that the other sealed', async () => {
    const saved = await ask(
      0,
      'mutation { saveProvider(input: { name: "acme", kind: "openai-compatible", baseUrl: "http://127.0.0.1:9/v1", apiKey: "sk-shared-0123456789abcd" }) { id } }',
    );
    expect(saved.saveProvider.id).toBeDefined();
    const { providers } = await ask(1, '{ providers { name keyHint } }');
    expect(providers).toContainEqual({ name: 'acme', keyHint: '…abcd' });
  });
});
