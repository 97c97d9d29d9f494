import { join } from 'node:path';
import { Database } from 'sqlite3';
import { createUser, json, login, type Person } from '../support/client';
import {
  askHost,
  gameHost,
  startPlay,
  uploadGame,
  type HostAnswer,
  type StartedPlay,
} from '../support/games';
import { startServer, type RunningServer } from '../support/server';
import { until } from '../support/until';

const HTML = '<!doctype html><head><title>Game</title></head>';

jest.setTimeout(30_000);

let server: RunningServer;
let admin: string;
let maker: Person;
let player: Person;
let game: { id: string };

beforeAll(async () => {
  // Trusting the proxy lets a test say from which address it calls.
  server = await startServer({
    env: { TRUST_PROXY: '127.0.0.1', GAME_SESSION_TOKENS_DEFAULT: '5000' },
  });
  admin = (await login(server.url, server.admin)).access_token;
  maker = await createUser(server.url, admin);
  player = await createUser(server.url, admin);
  game = await uploadGame(server.url, maker.token, HTML);
});

/** What the game itself asks with its token: answered only while the token is good. */
function budget(
  play: Pick<StartedPlay, 'token'>,
  gameId = game.id,
  headers: Record<string, string> = {},
): Promise<HostAnswer> {
  return askHost(server, gameHost(server, gameId), {
    path: '/api/play/budget',
    headers: { authorization: `Bearer ${play.token}`, ...headers },
  });
}

const api = (path: string, token: string, method = 'GET') =>
  json(`${server.url}/api/play/sessions/${path}`, { token, method });

describe('a play session', () => {
  it('gives the page what it needs to open the game, and the game its budget', async () => {
    const play = await startPlay(server, player.token, game.id);
    expect(play).toMatchObject({
      token: expect.stringMatching(/^pt_[\w-]{43}$/u),
      nonce: expect.stringMatching(/^[\w-]{22}$/u),
      expires_in: 600,
      game_url: `http://g-${game.id}.localhost:${server.port}/~v1/`,
      game_origin: `http://g-${game.id}.localhost:${server.port}`,
      token_limit: 5000,
      spent: 0,
      state: 'live',
      game: { id: game.id, title: 'A game' },
      player: { name: player.username },
    });
    const answer = await budget(play);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ limit: 5000, spent: 0, remaining: 5000 });
  });

  it('counts as a play', async () => {
    const other = await uploadGame(server.url, maker.token, HTML);
    await startPlay(server, player.token, other.id);
    await startPlay(server, player.token, other.id);
    const { body } = await json(`${server.url}/api/games/${other.id}`, { token: player.token });
    expect(body.plays).toBe(2);
  });

  it('is for games that exist', async () => {
    for (const id of ['aaaaaaaaaa', '../x', '']) {
      const answer = await json(`${server.url}/api/play/sessions`, {
        token: player.token,
        body: { game_id: id },
      });
      expect(answer.status).toBe(404);
    }
  });

  it("is its player's alone", async () => {
    const play = await startPlay(server, player.token, game.id);
    for (const [path, method] of [
      ['', 'GET'],
      ['/token', 'POST'],
      ['/beat', 'POST'],
      ['/end', 'POST'],
      ['/events', 'GET'],
      ['', 'DELETE'],
    ]) {
      expect((await api(`${play.id}${path}`, maker.token, method)).status).toBe(404);
    }
    expect((await budget(play)).status).toBe(200);
  });

  it('gives a fresh token that replaces the one before', async () => {
    const play = await startPlay(server, player.token, game.id);
    expect((await budget(play)).status).toBe(200);
    const { body, status } = await api(`${play.id}/token`, player.token, 'POST');
    expect([status, body.expires_in]).toEqual([200, 600]);
    const old = await budget(play);
    expect([old.status, old.headers['x-arcade-error']]).toEqual([401, 'token_expired']);
    expect((await budget(body)).status).toBe(200);
  });

  it('tells watchers when it ends', async () => {
    const play = await startPlay(server, player.token, game.id);
    const stream = await fetch(`${server.url}/api/play/sessions/${play.id}/events`, {
      headers: { authorization: `Bearer ${player.token}` },
    });
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect((await api(`${play.id}/end`, player.token, 'POST')).status).toBe(204);
    expect(await stream.text()).toBe(
      'event: spent\ndata: {"spent":0,"token_limit":5000}\n\nevent: ended\ndata: {"reason":"left"}\n\n',
    );
    expect((await api(play.id, player.token)).body).toMatchObject({
      state: 'ended',
      end_reason: 'left',
    });
    expect((await api(`${play.id}/beat`, player.token, 'POST')).status).toBe(410);
    expect((await api(`${play.id}/token`, player.token, 'POST')).status).toBe(410);
    expect((await api(`${play.id}/events`, player.token)).status).toBe(410);
  });

  it('lets one person watch a session only so often at a time', async () => {
    const play = await startPlay(server, player.token, game.id);
    const open = () =>
      fetch(`${server.url}/api/play/sessions/${play.id}/events`, {
        headers: { authorization: `Bearer ${player.token}` },
      });
    const streams = await Promise.all([open(), open(), open(), open()]);
    expect((await open()).status).toBe(429);
    for (const stream of streams) await stream.body?.cancel();
    await until(async () => {
      const again = await open();
      await again.body?.cancel();
      return again.status === 200;
    });
  });
});

describe('a play token', () => {
  let play: StartedPlay;
  beforeAll(async () => {
    play = await startPlay(server, player.token, game.id);
  });

  it.each<[string, string]>([
    ['POST', '/graphql'],
    ['GET', '/auth/me'],
    ['GET', '/api/keys'],
    ['POST', '/api/keys'],
    ['GET', '/api/games'],
    ['POST', '/api/games'],
    ['GET', '/admin/api/users'],
    ['POST', '/v1/messages'],
  ])('opens nothing on the platform: %s %s', async (method, path) => {
    const answer = await json(`${server.url}${path}`, {
      method,
      token: play.token,
      ...(path === '/graphql' ? { body: { query: '{ me { id } }' } } : {}),
    });
    if (path === '/graphql') expect(answer.text).toContain('UNAUTHENTICATED');
    else expect([401, 404]).toContain(answer.status);
  });

  it('is refused on the platform even where games may call', async () => {
    const answer = await json(`${server.url}/api/play/budget`, { token: play.token });
    expect([answer.status, answer.body.code]).toEqual([403, 'wrong_game']);
  });

  it('is refused on the host of another game', async () => {
    const other = await uploadGame(server.url, maker.token, HTML);
    const answer = await budget(play, other.id);
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, 'wrong_game']);
  });

  it('is refused from pages of another origin', async () => {
    for (const origin of ['null', server.url, 'https://evil.example']) {
      expect((await budget(play, game.id, { origin })).status).toBe(403);
    }
    expect((await budget(play, game.id, { origin: play.game_origin })).status).toBe(200);
  });

  it('cannot keep, end or start plays', async () => {
    for (const [method, path] of [
      ['GET', `sessions/${play.id}`],
      ['POST', `sessions/${play.id}/token`],
      ['POST', `sessions/${play.id}/beat`],
      ['DELETE', `sessions/${play.id}`],
    ]) {
      const answer = await askHost(server, gameHost(server, game.id), {
        method,
        path: `/api/play/${path}`,
        headers: { authorization: `Bearer ${play.token}` },
      });
      expect(answer.status).toBe(403);
    }
  });

  it('is the only login that its host accepts', async () => {
    const logins: Record<string, string>[] = [
      { authorization: `Bearer ${player.token}` },
      { authorization: `Bearer ${admin}` },
      { authorization: 'Basic YWRtaW46YWRtaW4=' },
      { authorization: 'Bearer sk-coinop-whatever' },
    ];
    for (const path of ['/api/play/budget', '/api/inference/usage', '/api/inference/limits']) {
      for (const headers of logins) {
        const answer = await askHost(server, gameHost(server, game.id), { path, headers });
        expect(answer.status).toBe(403);
      }
      const key = { 'x-api-key': admin };
      const stripped = await askHost(server, gameHost(server, game.id), { path, headers: key });
      expect([401, 404]).toContain(stripped.status);
    }
  });

  it('is refused when it was never given', async () => {
    const answer = await budget({ token: `pt_${'A'.repeat(43)}` });
    expect([answer.status, answer.headers['x-should-retry']]).toEqual([401, 'false']);
  });

  it('works from its network only, until the page asks for another one there', async () => {
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const mine = await startPlay(server, player.token, game.id, from('198.51.100.7'));
    const neighbour = await budget(mine, game.id, from('198.51.100.200'));
    expect(neighbour.status).toBe(200);
    const thief = await budget(mine, game.id, from('203.0.113.9'));
    expect([thief.status, thief.headers['x-arcade-error']]).toEqual([401, 'token_rebind']);
    const moved = await json(`${server.url}/api/play/sessions/${mine.id}/token`, {
      token: player.token,
      method: 'POST',
      headers: from('203.0.113.9'),
    });
    expect((await budget(moved.body, game.id, from('203.0.113.9'))).status).toBe(200);
  });

  it.each<[string, string]>([
    ['token_expired', 'token_expires_at_ms'],
    ['session_expired', 'last_beat_at_ms'],
  ])('is over by time: %s', async (code, column) => {
    const old = await startPlay(server, player.token, game.id);
    const pastMs = Date.now() - (column === 'last_beat_at_ms' ? 91_000 : 1);
    await sql(`UPDATE play_sessions SET ${column} = ${pastMs} WHERE id = '${old.id}'`);
    const answer = await budget(old);
    expect([answer.status, answer.headers['x-arcade-error']]).toEqual([401, code]);
    const beat = await api(`${old.id}/beat`, player.token, 'POST');
    expect(beat.status).toBe(column === 'last_beat_at_ms' ? 410 : 200);
  });

  it('survives a crash of the server', async () => {
    const kept = await startPlay(server, player.token, game.id);
    server.kill();
    await server.exited();
    await server.restart();
    expect((await budget(kept)).status).toBe(200);
  });
});

describe('a play token ends within a second', () => {
  const endsSoon = (play: StartedPlay, gameId = game.id) =>
    until(async () => (await budget(play, gameId)).status !== 200, { deadlineMs: 1000 });

  it('when its player leaves', async () => {
    const play = await startPlay(server, player.token, game.id);
    expect((await budget(play)).status).toBe(200);
    await api(play.id, player.token, 'DELETE');
    expect((await budget(play)).headers['x-arcade-error']).toBe('session_expired');
  });

  it('when its player logs out', async () => {
    const person = await createUser(server.url, admin);
    const play = await startPlay(server, person.token, game.id);
    expect((await budget(play)).status).toBe(200);
    await json(`${server.url}/auth/logout`, { method: 'POST', token: person.token });
    await endsSoon(play);
  });

  it('when its player is deactivated', async () => {
    const person = await createUser(server.url, admin);
    const play = await startPlay(server, person.token, game.id);
    expect((await budget(play)).status).toBe(200);
    await json(`${server.url}/admin/api/users/${person.id}`, {
      method: 'PUT',
      token: admin,
      body: { is_active: false },
    });
    await endsSoon(play);
  });

  it('when its game is deleted', async () => {
    const other = await uploadGame(server.url, maker.token, HTML);
    const play = await startPlay(server, player.token, other.id);
    expect((await budget(play, other.id)).status).toBe(200);
    await json(`${server.url}/api/games/${other.id}`, { method: 'DELETE', token: maker.token });
    await endsSoon(play, other.id);
  });
});

it('keeps no play token in the database or the log', async () => {
  const play = await startPlay(server, player.token, game.id);
  await budget(play);
  const rows = JSON.stringify(await sql('SELECT * FROM play_sessions'));
  expect(rows).toContain(play.id);
  expect(rows).not.toContain(play.token);
  expect(server.everything()).not.toContain(play.token);
});

function sql(query: string): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const database = new Database(join(server.dataDir, 'coinop.db'));
    database.configure('busyTimeout', 5000);
    database.all(query, (error, rows) => {
      database.close();
      if (error === null) resolve(rows);
      else reject(error);
    });
  });
}
