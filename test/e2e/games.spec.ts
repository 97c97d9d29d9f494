import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createUser, graphql, json, login, type Person } from '../support/client';
import { askHost, gameForm, gameHost, startPlay, uploadGame } from '../support/games';
import { startServer, type RunningServer } from '../support/server';

const HTML = '<!doctype html><html><head><title>Maze</title></head><body>hello</body></html>';

jest.setTimeout(30_000);

let server: RunningServer;
let admin: string;
let maker: Person;
let player: Person;

beforeAll(async () => {
  server = await startServer({
    env: { GAME_UPLOAD_BYTES_MAX: '200000', GAMES_PER_USER_MAX: '30' },
  });
  admin = (await login(server.url, server.admin)).access_token;
  maker = await createUser(server.url, admin);
  player = await createUser(server.url, admin);
});

function upload(form: FormData, token = maker.token): Promise<Response> {
  return fetch(`${server.url}/api/games`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
}

describe('the catalogue', () => {
  it('has a game to play at the first start', async () => {
    const { body } = await json(`${server.url}/api/games`, { token: player.token });
    expect(body.games).toContainEqual(
      expect.objectContaining({ title: 'The Lantern Keeper', author: null, is_sample: true }),
    );
  });

  it('takes one HTML file with a title and shows it to others', async () => {
    const game = await uploadGame(server.url, maker.token, HTML, '  Maze of ä  ');
    expect(game.id).toMatch(/^[a-z2-7]{10}$/u);
    const { body } = await json(`${server.url}/api/games/${game.id}`, { token: player.token });
    expect(body).toMatchObject({
      id: game.id,
      title: 'Maze of ä',
      author: { id: maker.id, username: maker.username },
      version: 1,
      size_bytes: HTML.length,
      plays: 0,
      play_url: `/games/${game.id}/`,
    });
  });

  it('lists every game to admins by GraphQL, page by page, and to nobody else', async () => {
    await uploadGame(server.url, maker.token, HTML, 'Listed one');
    const query =
      '{ games(first: 1) { edges { cursor node { title ownerId } } pageInfo { hasNextPage endCursor } } }';
    const first = (await graphql(server.url, admin, query)).data.games;
    expect(first.edges).toHaveLength(1);
    expect(first.edges[0].node).toEqual({ title: 'Listed one', ownerId: maker.id });
    expect(first.pageInfo).toEqual({ hasNextPage: true, endCursor: first.edges[0].cursor });
    const next = query.replace('first: 1', `first: 100, after: "${first.pageInfo.endCursor}"`);
    const rest = (await graphql(server.url, admin, next)).data.games;
    const titles = rest.edges.map(({ node }: { node: { title: string } }) => node.title);
    expect(titles).toContain('The Lantern Keeper');
    expect(titles).not.toContain('Listed one');
    const refused = await graphql(server.url, player.token, query);
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('finds games by words of their title, taking % and _ literally, and pages through them', async () => {
    for (const n of [1, 2, 3]) await uploadGame(server.url, maker.token, HTML, `Zebra 100% ${n}`);
    const ask = (query: string) =>
      json(`${server.url}/api/games?${query}`, { token: player.token });
    const first = await ask('search=ZEBRA%20100%25&limit=2');
    expect(first.body.games.map((game: any) => game.title)).toEqual([
      'Zebra 100% 3',
      'Zebra 100% 2',
    ]);
    const second = await ask(`search=zebra&limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body.games.map((game: any) => game.title)).toEqual(['Zebra 100% 1']);
    expect(second.body.next_cursor).toBeNull();
    expect((await ask('search=z_bra')).body.games).toEqual([]);
    expect((await ask('cursor=nonsense')).status).toBe(400);
    expect((await ask('limit=1000')).status).toBe(400);
  });

  it.each<[string, () => FormData, number, RegExp]>([
    ['no title', () => gameForm(HTML, ''), 400, /title/u],
    ['a long title', () => gameForm(HTML, 'x'.repeat(121)), 400, /title/u],
    ['an empty file', () => gameForm('', 'x'), 400, /empty/u],
    ['a zip', () => gameForm('PK\u0003\u0004zzzz', 'x', 'game.zip'), 400, /Zip/u],
    ['a picture', () => gameForm(Buffer.from([137, 80, 78, 71, 0, 0]), 'x'), 400, /not an HTML/u],
    ['plain words', () => gameForm('hello', 'x'), 400, /not an HTML/u],
    ['too much', () => gameForm(`<html>${'x'.repeat(200_001)}`, 'x'), 413, /200000 bytes/u],
    ['far too much', () => gameForm(`<html>${'x'.repeat(900_000)}`, 'x'), 413, /200000 bytes/u],
  ])('refuses %s and keeps nothing of it', async (_what, form, status, why) => {
    const before = await blobs();
    const response = await upload(form());
    const text = await response.text();
    expect({ status: response.status, text }).toEqual({ status, text: expect.stringMatching(why) });
    expect(await blobs()).toEqual(before);
  });

  it('refuses a form without a file, and a body that is no form', async () => {
    const form = new FormData();
    form.set('title', 'x');
    expect((await upload(form)).status).toBe(400);
    const plain = await json(`${server.url}/api/games`, {
      token: maker.token,
      body: { title: 'x' },
    });
    expect(plain.status).toBe(415);
  });

  it('lets its maker and admins delete a game, for good', async () => {
    const game = await uploadGame(server.url, maker.token, `${HTML}<!-- only here -->`);
    const remove = (token: string) =>
      json(`${server.url}/api/games/${game.id}`, { method: 'DELETE', token });
    expect((await remove(player.token)).status).toBe(403);
    const before = await blobs();
    expect((await remove(maker.token)).status).toBe(204);
    expect((await blobs()).length).toBe(before.length - 1);
    expect((await remove(admin)).status).toBe(404);
    const page = await askHost(server, gameHost(server, game.id), { path: '/' });
    expect(page.status).toBe(410);
    expect(page.headers['clear-site-data']).toBe('"cache", "storage"');
  });

  it('keeps the files that another game has too', async () => {
    const html = `${HTML}<!-- shared -->`;
    const one = await uploadGame(server.url, maker.token, html);
    const two = await uploadGame(server.url, maker.token, html);
    await json(`${server.url}/api/games/${one.id}`, { method: 'DELETE', token: maker.token });
    expect((await askHost(server, gameHost(server, two.id), { path: '/~v1/' })).status).toBe(200);
  });

  it('keeps both versions of a game at their own addresses', async () => {
    const game = await uploadGame(server.url, maker.token, `${HTML}one`);
    const response = await fetch(`${server.url}/api/games/${game.id}/versions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${maker.token}` },
      body: gameForm(`${HTML}two`, ''),
    });
    expect(await response.json()).toMatchObject({ version: 2 });
    const host = gameHost(server, game.id);
    expect((await askHost(server, host, { path: '/~v1/' })).text).toMatch(/one$/u);
    expect((await askHost(server, host, { path: '/' })).text).toMatch(/two$/u);
    const play = await startPlay(server, player.token, game.id);
    expect(play.game_url).toBe(`http://${host}/~v2/`);
  });

  it('leads from /games/:id/ on the platform to the play page', async () => {
    for (const path of ['/games/abcdefghij/', '/games/abcdefghij']) {
      const answer = await json(`${server.url}${path}`);
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toBe('/play/abcdefghij');
    }
  });
});

describe('the host of a game', () => {
  let game: { id: string };
  let host: string;
  beforeAll(async () => {
    game = await uploadGame(server.url, maker.token, HTML, 'Host');
    host = gameHost(server, game.id);
  });

  it('sends the page with the boot script first and the headers that keep it to itself', async () => {
    const page = await askHost(server, host, { path: '/~v1/index.html' });
    expect(page.status).toBe(200);
    expect(page.text).toMatch(
      /<head><script src="\/__arcade\/boot\.js\?v=[0-9a-f]{12}" data-play="/u,
    );
    expect(page.text).toContain(`data-play="http://localhost:${server.port}/play/${game.id}"`);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/^sandbox allow-scripts allow-same-origin /u);
    expect(policy).toContain(`connect-src http://${host} data: blob:;`);
    expect(policy).toContain(
      `frame-ancestors http://localhost:${server.port} http://127.0.0.1:${server.port};`,
    );
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'cache-control': 'private, no-store',
    });
    expect(page.headers['x-request-id']).toMatch(/^[\w-]{20,}$/u);
  });

  it('serves the boot script it names', async () => {
    const page = await askHost(server, host, { path: '/' });
    const src = /src="(\/__arcade\/boot\.js[^"]*)"/u.exec(page.text)?.[1] ?? '';
    const script = await askHost(server, host, { path: src });
    expect(script.status).toBe(200);
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    expect(script.text).toContain('window.arcade');
    const small = await askHost(server, host, {
      path: src,
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(small.headers['content-encoding']).toBe('gzip');
    expect(Number(small.headers['content-length'])).toBeLessThan(6 * 1024);
    const types = await askHost(server, host, { path: '/__arcade/arcade.d.ts' });
    expect(types.text).toContain('export interface Arcade {');
  });

  it.each([
    '/graphql',
    '/auth/login',
    '/auth/me',
    '/admin/api/users',
    '/api/keys',
    '/api/games',
    '/api/inference',
    '/api/docs',
    '/docs',
    '/docs-json',
    '/health',
    '/metrics',
    '/login',
    '/play/abcdefghij',
    '/v1/messages',
    '/assets/index.js',
    '/api/inference/../../auth/me',
    '//api/keys',
    '/api/inference/..%2f..%2fauth/me',
    '/~v2/',
    '/~v1/nothing.html',
    '/~v1/%2e%2e/%2e%2e/coinop.db',
    '/~v1/..%2f..%2fcoinop.db',
    '/%00',
    '/~v1/index.html%00.png',
  ])('has no %s', async (path) => {
    const login = { authorization: `Bearer ${admin}` };
    for (const headers of [{}, login] as Record<string, string>[]) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const answer = await askHost(server, host, { path, method, headers });
        // A login of the platform is refused before it is even looked at.
        expect([401, 403, 404]).toContain(answer.status);
        if (!path.startsWith('/api/inference/')) expect(answer.status).toBe(404);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
  });

  it('refuses the scripts of service workers', async () => {
    const headers = { 'service-worker': 'script' };
    expect((await askHost(server, host, { path: '/~v1/index.html', headers })).status).toBe(403);
  });

  it('does not know cookies and sets none', async () => {
    const signIn = await fetch(`${server.url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(server.admin),
    });
    const cookie = signIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    expect(cookie).not.toBe('');
    for (const path of [
      '/',
      '/__arcade/boot.js',
      '/__arcade/probe',
      '/api/play/budget',
      '/nothing',
    ]) {
      const answer = await askHost(server, host, { path, headers: { cookie } });
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.status).toBe(path.startsWith('/api/') ? 401 : path === '/nothing' ? 404 : 200);
    }
    const play = await askHost(server, host, {
      path: '/api/play/sessions',
      body: JSON.stringify({ game_id: game.id }),
      headers: { cookie, 'content-type': 'application/json', origin: `http://${host}` },
    });
    expect(play.status).toBe(401);
  });

  it('takes reports of broken policy, and only so much of them', async () => {
    const report = JSON.stringify({ 'csp-report': { 'blocked-uri': 'https://evil.example/x' } });
    const headers = { 'content-type': 'application/csp-report' };
    const send = (body: string) => askHost(server, host, { path: '/__arcade/csp', body, headers });
    expect((await send(report)).status).toBe(204);
    expect((await send('x'.repeat(100_000))).status).toBe(204);
  });

  it('answers HEAD like GET, without the body', async () => {
    const head = await askHost(server, host, { path: '/~v1/', method: 'HEAD' });
    const get = await askHost(server, host, { path: '/~v1/' });
    expect(head.status).toBe(200);
    expect(head.text).toBe('');
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
  });

  it('puts the slash behind a version', async () => {
    const answer = await askHost(server, host, { path: '/~v1' });
    expect([answer.status, answer.headers.location]).toEqual([302, '/~v1/']);
  });
});

describe('names of the server', () => {
  it.each(['attacker.example', `attacker.example:1`, 'games.localhost', '192.168.1.1', 'g-x'])(
    'answers 421 to Host %s, whatever is asked',
    async (host) => {
      for (const path of ['/', '/health', '/auth/login', '/graphql', '/games/abcdefghij/']) {
        const answer = await askHost(server, host, { path });
        expect(answer.status).toBe(421);
        expect(answer.text).toMatch(/misdirected/iu);
      }
    },
  );

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST:80'])(
    'knows itself as %s',
    async (host) => {
      expect((await askHost(server, host, { path: '/health' })).status).toBe(200);
    },
  );

  it('refuses a WebSocket whose Origin is not its own', async () => {
    for (const origin of [
      'null',
      'http://attacker.example',
      `http://${gameHost(server, 'aaaaaaaaaa')}`,
    ]) {
      const answer = await askHost(server, `localhost:${server.port}`, {
        path: '/graphql',
        headers: {
          origin,
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        },
      });
      expect(answer.status).toBe(403);
    }
  });
});

/** Everything under the blob folder, temporary files included. */
async function blobs(): Promise<string[]> {
  return readdirSync(join(server.dataDir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}
