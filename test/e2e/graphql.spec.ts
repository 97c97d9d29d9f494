import {
  createUser,
  graphql,
  json,
  login,
  type GraphqlAnswer,
  type Person,
} from '../support/client';
import { startServer, type RunningServer } from '../support/server';

jest.setTimeout(60_000);

interface Users {
  edges: { cursor: string; node: { username: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
}

const INTROSPECTION = '{ __schema { queryType { name } types { name } } }';

describe('GraphQL', () => {
  let server: RunningServer;
  let admin: string;
  let player: Person;

  beforeAll(async () => {
    // Production, because that is where the schema is kept from strangers.
    server = await startServer({ env: { NODE_ENV: 'production' } });
    admin = (await login(server.url, server.admin)).access_token;
    player = await createUser(server.url, admin);
  });

  const ask = (query: string, token: string | undefined = admin) =>
    json(`${server.url}/graphql`, { token, body: { query } });
  const codeOf = async (query: string, token?: string) =>
    (await ask(query, token)).body.errors?.[0]?.extensions.code;

  describe('tells what is wrong', () => {
    it.each([
      ['a field that is not there', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['broken syntax', '{ users {', 'GRAPHQL_PARSE_FAILED'],
      [
        'an argument of the wrong type',
        '{ users(first: "x") { edges { cursor } } }',
        'GRAPHQL_VALIDATION_FAILED',
      ],
      ['no document', '', 'BAD_REQUEST'],
    ])(
      '%s: 400 with a code and the request id, and nothing of the inside',
      async (_, query, code) => {
        const answer = await ask(query);
        expect(answer.status).toBe(400);
        const [error] = answer.body.errors;
        expect(error.extensions).toEqual({
          code,
          requestId: answer.headers.get('x-request-id'),
        });
        expect(answer.text).not.toMatch(/stack|node_modules|\.ts|\.js/u);
      },
    );

    it.each(['{', '"text"', '[]', 'null', '{"query":1}', '{"query":"{me{id}}","variables":"x"}'])(
      'a body such as %s: 400 in the shape of GraphQL',
      async (body) => {
        const answer = await json(`${server.url}/graphql`, { token: admin, body });
        expect(answer.status).toBe(400);
        expect(answer.body.errors[0].message).toMatch(/\S/u);
        expect(answer.body.errors[0].extensions).toMatchObject({
          code: expect.stringMatching(/^[A-Z_]+$/u),
          requestId: answer.headers.get('x-request-id'),
        });
      },
    );

    it('who may not ask: UNAUTHENTICATED and FORBIDDEN', async () => {
      const query = '{ systemUsage { users } }';
      for (const token of ['', 'not-a-token', 'eyJhbGciOiJub25lIn0.e30.']) {
        const answer = await json(`${server.url}/graphql`, {
          body: { query },
          headers: token === '' ? {} : { authorization: `Bearer ${token}` },
        });
        expect(answer.body.errors[0].extensions).toMatchObject({
          code: 'UNAUTHENTICATED',
          requestId: answer.headers.get('x-request-id'),
        });
      }
      const refused = await graphql(server.url, player.token, query);
      expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect(refused.data).toBeNull();
    });

    it('which input breaks which rule, without repeating it', async () => {
      const answer = await ask(
        'mutation { setLimit(input: { scope: "canary-x1", window: DAY, cap: -1 }) { id } }',
      );
      const { extensions } = answer.body.errors[0];
      expect(extensions.code).toBe('INVALID_REQUEST');
      expect(extensions.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
        '/scope',
        '/cap',
      ]);
      expect(answer.text).not.toContain('canary-x1');
    });
  });

  describe('bounds what one document may ask for', () => {
    const times = (n: number, part: (at: number) => string) =>
      Array.from({ length: n }, (_, at) => part(at)).join(' ');
    const nested = (n: number) =>
      `{ __type(name: "User") { fields ${nest('type { ofType ', n)} } }`;
    const nest = (part: string, n: number): string =>
      n === 0 ? '{ name }' : `{ ${part}${nest(part, n - 1)} }`.replace('{ type', '{ type');
    const wide =
      '{ cursor node { id username isAdmin isActive tokenLimit totalTokens createdAt } }';

    it.each([
      [
        'depth',
        () => `{ ${'users { edges { node { '.repeat(3)} id ${'} } } '.repeat(3)} }`,
        /depth/iu,
      ],
      ['aliases', () => `{ ${times(16, (at) => `a${at}: systemUsage { users }`)} }`, /alias/iu],
      [
        'directives',
        () => `{ systemUsage { users ${times(21, () => '@include(if: true)')} } }`,
        /directive/iu,
      ],
      ['tokens', () => `{ ${times(800, () => 'systemUsage { users }')} }`, /token/iu],
      [
        'cost',
        () => `{ ${times(4, (at) => `a${at}: users(first: 100) { edges ${wide} }`)} }`,
        /cost/iu,
      ],
    ])('in %s', async (_, query, message) => {
      const answer = await ask(query());
      expect(answer.status).toBe(400);
      expect(answer.body.data).toBeUndefined();
      const said: string[] = answer.body.errors.map((error: { message: string }) => error.message);
      expect(said.some((text) => message.test(text))).toBe(true);
    });

    it('in depth through fragments too, also when they name themselves', async () => {
      const chain = times(
        10,
        (at) => `fragment F${at} on UserConnection { edges { node { id } } ...F${at + 1} }`,
      );
      const loop =
        'query { users { ...A } } fragment A on UserConnection { ...B } fragment B on UserConnection { ...A }';
      expect((await ask(`query { users { ...F0 } } ${chain}`)).status).toBe(400);
      expect((await ask(loop)).status).toBe(400);
    });

    it('in the size of a page', async () => {
      for (const first of [0, -1, 101, 100_000]) {
        expect(await codeOf(`{ users(first: ${first}) { edges { cursor } } }`)).toBe(
          first > 1000 ? 'GRAPHQL_VALIDATION_FAILED' : 'INVALID_REQUEST',
        );
      }
    });

    it('but lets a full page of everything through', async () => {
      expect(
        (await ask(`{ users(first: 100) { edges ${wide} pageInfo { hasNextPage } } }`)).body,
      ).not.toHaveProperty('errors');
    });

    it('and takes one operation at a time', async () => {
      const answer = await json(`${server.url}/graphql`, {
        token: admin,
        body: [{ query: '{ me { id } }' }, { query: '{ me { id } }' }],
      });
      expect(answer.status).toBe(400);
    });

    it('nested in introspection', async () => {
      expect((await ask(nested(12))).status).toBe(400);
    });
  });

  describe('is not reachable from other pages', () => {
    const query = encodeURIComponent('{ me { id } }');

    it.each([
      ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'query=%7Bme%7Bid%7D%7D'],
      ['plain text', { 'content-type': 'text/plain' }, '{"query":"{ me { id } }"}'],
    ])('by %s', async (_, headers, body) => {
      const answer = await json(`${server.url}/graphql`, { token: admin, headers, body });
      expect([400, 415]).toContain(answer.status);
      expect(answer.body.data).toBeUndefined();
    });

    it('by a simple GET, nor changes anything by any GET', async () => {
      const simple = await json(`${server.url}/graphql?query=${query}`, { token: admin });
      expect(simple.status).toBe(400);
      expect(simple.body.errors[0].extensions).toMatchObject({
        requestId: simple.headers.get('x-request-id'),
      });
      const change = encodeURIComponent('mutation { removeLimit(id: "1") }');
      const mutation = await json(`${server.url}/graphql?query=${change}`, {
        token: admin,
        headers: { 'apollo-require-preflight': '1' },
      });
      expect(mutation.status).toBe(405);
    });
  });

  describe('shows its schema in production', () => {
    it('to admins', async () => {
      const { data } = await graphql(server.url, admin, INTROSPECTION);
      expect(data.__schema.types.map(({ name }: { name: string }) => name)).toContain(
        'UsageRecord',
      );
    });

    it('to nobody else, and gives no hints', async () => {
      const asStranger = await json(`${server.url}/graphql`, { body: { query: INTROSPECTION } });
      expect(asStranger.status).toBe(401);
      expect(asStranger.body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
      expect(await codeOf(INTROSPECTION, player.token)).toBe('FORBIDDEN');
      expect(await codeOf('{ __type(name: "User") { name } }', player.token)).toBe('FORBIDDEN');
      const almost = await json(`${server.url}/graphql`, { body: { query: '{ user }' } });
      expect(almost.text).not.toMatch(/did you mean/iu);
    });

    it('but says type names to everybody, as clients need them', async () => {
      const { data } = await graphql(server.url, player.token, '{ me { __typename } }');
      expect(data.me.__typename).toBe('User');
    });
  });

  it('pages through a list with every row once', async () => {
    for (let n = 0; n < 4; n += 1) await createUser(server.url, admin);
    const names: string[] = [];
    const query =
      'query ($after: String) { users(first: 2, after: $after) { edges { cursor node { username } } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
    for (let after: string | null = null, isMore = true; isMore;) {
      const answer: GraphqlAnswer = await graphql(server.url, admin, query, { after });
      const { edges, pageInfo }: Users = answer.data.users;
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor);
      names.push(...edges.map(({ node }) => node.username));
      after = pageInfo.endCursor;
      isMore = pageInfo.hasNextPage;
    }
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
  });

  it.each(['x', 'bm90LWpzb24', Buffer.from('[1,2]').toString('base64url')])(
    'refuses the cursor %s',
    async (after) => {
      for (const list of ['users', 'usageRecords']) {
        expect(await codeOf(`{ ${list}(after: "${after}") { edges { cursor } } }`)).toBe(
          'INVALID_REQUEST',
        );
      }
    },
  );

  it('keeps limits that admins set, over a restart, until they are removed', async () => {
    const set = (cap: number) =>
      graphql(
        server.url,
        admin,
        `mutation { setLimit(input: { scope: "user:*", window: MONTH, cap: ${cap} }) { id scope window cap } }`,
      );
    const { id } = (await set(5)).data.setLimit;
    expect((await set(7)).data.setLimit).toEqual({ id, scope: 'user:*', window: 'MONTH', cap: 7 });
    const own = () => json(`${server.url}/api/inference/limits`, { token: player.token });
    expect((await own()).body.limits).toMatchObject([{ window: 'month', limit: 7, used: 0 }]);
    await server.restart();
    expect((await own()).body.limits).toHaveLength(1);
    const remove = `mutation { removeLimit(id: "${id}") }`;
    expect((await graphql(server.url, admin, remove)).data.removeLimit).toBe(true);
    expect((await graphql(server.url, admin, remove)).data.removeLimit).toBe(false);
    expect((await own()).body.limits).toEqual([]);
  });

  it('audits the ledger', async () => {
    const { data } = await graphql(
      server.url,
      admin,
      '{ ledgerAudit { checkedAt ok checks { name violations } } }',
    );
    expect(data.ledgerAudit.ok).toBe(true);
    expect(data.ledgerAudit.checks.length).toBeGreaterThan(5);
    expect(Date.now() - Date.parse(data.ledgerAudit.checkedAt)).toBeLessThan(60_000);
  });
});
