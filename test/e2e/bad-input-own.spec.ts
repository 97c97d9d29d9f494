import { startBench, type Bench, type Player } from '../support/bench';
import { graphql, json } from '../support/client';
import { expectRefusal, isError } from '../support/refusals';

jest.setTimeout(60_000);

const MEGABYTE = 1024 * 1024;

describe('bad input', () => {
  let bench: Bench;
  let player: Player;
  beforeAll(async () => {
    bench = await startBench();
    player = await bench.user();
  });

  afterEach(() => {
    expect(bench.server.logs().filter(({ level }) => isError(level))).toEqual([]);
  });

  describe('on our own routes', () => {
    it.each<[string, unknown]>([
      ['half an object', '{"username":'],
      ['nothing', ''],
      ['a list', []],
      ['wrong types', { username: { $ne: null }, password: ['x'] }],
      ['a name without end', { username: 'u'.repeat(10_000), password: 'x' }],
      ['a prototype', '{"__proto__":{"username":"admin"},"constructor":{"prototype":{}}}'],
    ])('refuses a login of %s', async (_name, body) => {
      expectRefusal(await json(`${bench.url}/auth/login`, { body }), 'own', 400);
    });

    it.each<[string, unknown]>([
      ['no password', { username: 'nobody1' }],
      ['a number as a name', { username: 7, password: 'long enough' }],
      ['a name with markup', { username: '<b>x</b>', password: 'long enough' }],
      ['an empty name', { username: '', password: 'long enough' }],
      ['a limit below nothing', { username: 'nobody2', password: 'long enough', token_limit: -1 }],
      ['half a token', { username: 'nobody3', password: 'long enough', token_limit: 1.5 }],
      ['a limit in words', { username: 'nobody4', password: 'long enough', token_limit: '10' }],
      [
        'a limit past counting',
        { username: 'nobody5', password: 'long enough', token_limit: 1e300 },
      ],
      ['a password past bcrypt', { username: 'nobody6', password: 'ü'.repeat(400) }],
      ['an unknown field', { username: 'nobody7', password: 'long enough', is_adm: true }],
    ])('refuses a user with %s, and makes none', async (_name, body) => {
      const answer = await json(`${bench.url}/admin/api/users`, { body, token: bench.adminToken });
      expectRefusal(answer, 'own', 400);
      const { data } = await graphql(
        bench.url,
        bench.adminToken,
        '{ users(first: 100) { edges { node { username } } } }',
      );
      const names = data.users.edges.map((edge: any) => edge.node.username);
      expect(names.sort()).toEqual(['admin', player.username].sort());
    });

    it.each([
      'limit=-1',
      'limit=abc',
      'limit=1.5',
      'cursor=%00',
      'cursor=garbage',
      'limit=1&limit=2',
    ])('refuses a usage page with %s', async (query) => {
      const url = `${bench.url}/api/inference/usage?${query}`;
      expectRefusal(await json(url, { token: player.key }), 'own', 400);
    });

    it('refuses ids that are none', async () => {
      for (const id of ['1', '%00', "' OR 1=1 --", '../..', 'ÿ', '0'.repeat(5000)]) {
        const answer = await json(`${bench.url}/admin/api/users/${encodeURIComponent(id)}`, {
          method: 'PUT',
          body: { is_active: false },
          token: bench.adminToken,
        });
        expectRefusal(answer, 'own');
      }
    });

    it('refuses a body over its limit', async () => {
      const body = JSON.stringify({ username: 'x', password: 'p'.repeat(2 * MEGABYTE) });
      expectRefusal(await json(`${bench.url}/auth/login`, { body }), 'own', 413);
    });

    it('refuses broken percent signs and addresses without end', async () => {
      expectRefusal(await json(`${bench.url}/api/%zz`, { token: player.key }), 'own');
      const long = await json(`${bench.url}/api/${'a'.repeat(50_000)}`, { token: player.key });
      expect(long.status).toBeGreaterThanOrEqual(400);
      expect(long.status).toBeLessThan(500);
    });
  });

  describe('on GraphQL', () => {
    const deep = (levels: number) =>
      `{ users { edges { node ${'{ apiKeys { edges { node { user '.repeat(levels)}{ id }${' } } } }'.repeat(levels)} } } }`;
    const ask = (body: unknown, headers: Record<string, string> = {}) =>
      json(`${bench.url}/graphql`, { body, headers, token: bench.adminToken });

    it.each<[string, string]>([
      ['a query that is too deep', deep(40)],
      [
        'fragments that go in circles',
        '{ me { ...a } } fragment a on User { ...b } fragment b on User { ...a }',
      ],
      [
        'a thousand aliases',
        `{ ${Array.from({ length: 1000 }, (_, i) => `a${i}: me { id }`).join(' ')} }`,
      ],
      ['too many at a time', '{ users(first: 1000000) { edges { node { id } } } }'],
      ['a page of a negative size', '{ users(first: -1) { edges { node { id } } } }'],
      ['a cursor of nonsense', '{ users(first: 1, after: "%%%") { edges { node { id } } } }'],
      ['no grammar', '{ users( '],
      ['a field that is not there', '{ me { passwordHash } }'],
      ['an id that is none', '{ user(id: "\' OR 1=1") { id username } } { x }'],
      ['a million tokens', `{ me { ${'id '.repeat(300_000)} } }`],
    ])('refuses %s with a code and a request id', async (_name, query) => {
      const answer = await ask({ query });
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('x-request-id')).toMatch(/\S/u);
      if (answer.status === 413) return;
      expect(answer.body.errors.length).toBeGreaterThan(0);
      for (const { extensions } of answer.body.errors) {
        expect(extensions.code).toMatch(/^[A-Z_]+$/u);
        expect(extensions.code).not.toMatch(/INTERNAL/u);
        expect(extensions.requestId).toBe(answer.headers.get('x-request-id'));
        expect(extensions.stacktrace).toBeUndefined();
      }
    });

    it.each<[string, unknown]>([
      ['half an object', '{"query":'],
      ['no query', {}],
      ['a number', { query: 7 }],
      ['variables that are text', { query: '{ me { id } }', variables: 'x' }],
      ['a batch', [{ query: '{ me { id } }' }, { query: '{ me { id } }' }]],
    ])('refuses a body with %s', async (_name, body) => {
      const answer = await ask(body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('x-request-id')).toMatch(/\S/u);
    });

    it('refuses what a foreign page could send without asking', async () => {
      const query = JSON.stringify({ query: 'mutation { deleteUser(id: "1") }' });
      const plain = await ask(query, { 'content-type': 'text/plain' });
      expect(plain.status).toBeGreaterThanOrEqual(400);
      expect(plain.status).toBeLessThan(500);
      const get = await json(
        `${bench.url}/graphql?query=${encodeURIComponent('mutation { deleteUser(id: "1") }')}`,
        { token: bench.adminToken },
      );
      expect(get.status).toBeGreaterThanOrEqual(400);
      expect(get.status).toBeLessThan(500);
    });
  });
});
