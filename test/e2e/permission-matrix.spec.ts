import { request } from 'node:http';
import { NOBODY, operationMaker } from '../support/any-operation';
import { createKey, createUser, given, graphql, login } from '../support/client';
import { committedEdges, runningEdges, type Edge } from '../support/edges';
import { startServer } from '../support/server';

// Every edge is called as everybody: some hundred requests, on machines that may be busy.
jest.setTimeout(120_000);

/** Routes that no controller made, each with why it may be there. */
const FASTIFY_EDGES = [
  /^(GET|POST|OPTIONS) \/graphql$/u, // Apollo: each resolver has its own permission.
  /^(GET|HEAD) \/(assets|static)\/\S*$/u, // The built web app, which holds nothing private.
  /^(GET|HEAD) \/docs\S*$/u, // The API's description.
];

/** `play` is a play token on the platform's host, `game` the same on its game's own host. */
const IDENTITIES = [
  'stranger',
  'user',
  'other',
  'admin',
  'deactivated',
  'revoked',
  'play',
  'game',
] as const;
type Identity = (typeof IDENTITIES)[number];

const OF_EVERYBODY_LOGGED_IN = [
  'account:read',
  'account:write',
  'inference',
  'games:read',
  'games:write',
  'games:play',
];

const FOR_GAMES = / \/api\/(inference|play)\//u;

type Answer = 'in' | 401 | 403 | 404;

/** The answers that are right; a permission that nobody knows lets nobody in. */
function expected(edge: string, permission: string, identity: Identity): Answer[] {
  if (identity === 'game') return expectedOnGameHost(edge, permission);
  if (permission === 'public') return ['in'];
  switch (identity) {
    case 'stranger':
    case 'deactivated':
    case 'revoked':
      return [401];
    case 'play':
      return [401, 403];
    case 'user':
    case 'other':
      return [OF_EVERYBODY_LOGGED_IN.includes(permission) ? 'in' : 403];
    case 'admin':
      return [permission === 'play' ? 403 : 'in'];
  }
}

/** Two corners of the API, and of those what a game may do; everything else is not there. */
function expectedOnGameHost(edge: string, permission: string): Answer[] {
  // The first page of the game itself.
  if (edge === 'GET /') return ['in'];
  if (!FOR_GAMES.test(edge)) return [404];
  return [['public', 'inference', 'play'].includes(permission) ? 'in' : 403];
}

interface World {
  url: string;
  tokens: Record<Identity, string | undefined>;
  /** Where the play token belongs: `g-<id>.localhost:<port>`. */
  gameHost: string;
  /** Things of `user`, by the edge that acts on them. */
  owned: Record<string, string>;
}

async function makeWorld(): Promise<World> {
  const { url, admin } = await startServer({ env: { AUTH_REQUESTS_PER_MINUTE_MAX: '10000' } });
  const boss = (await login(url, admin)).access_token;
  const user = await createUser(url, boss);
  const other = await createUser(url, boss);
  const gone = await createUser(url, boss);
  const goneKey = await createKey(url, gone.token);
  const revoked = await createKey(url, user.token);
  await given(`${url}/api/keys/${revoked.id}`, { method: 'DELETE', token: user.token });
  const off = { is_active: false };
  await given(`${url}/admin/api/users/${gone.id}`, { method: 'PUT', token: boss, body: off });
  const { games } = await given(`${url}/api/games`, { token: user.token });
  const play = await given(`${url}/api/play/sessions`, {
    token: user.token,
    body: { game_id: games[0].id },
  });
  const left = await given(`${url}/api/play/sessions`, {
    token: user.token,
    body: { game_id: games[0].id },
  });
  const rotated = await createKey(url, user.token);
  const deleted = await createKey(url, user.token);
  return {
    url,
    tokens: {
      stranger: undefined,
      user: user.token,
      other: other.token,
      admin: boss,
      deactivated: goneKey.secret,
      revoked: revoked.secret,
      play: play.token,
      game: play.token,
    },
    gameHost: new URL(play.game_url).host,
    owned: {
      'POST /api/keys/:id/rotate': rotated.id,
      'DELETE /api/keys/:id': deleted.id,
      'GET /api/play/sessions/:id': play.id,
      'POST /api/play/sessions/:id/beat': play.id,
      'POST /api/play/sessions/:id/end': left.id,
    },
  };
}

/** Calls a route with made-up parameters and an empty body: enough to learn what the guard says. */
function statusOf(world: World, { edge }: Edge, identity: Identity): Promise<number> {
  const [verb, path] = edge.split(' ', 2) as [string, string];
  const method = verb === 'ALL' ? 'POST' : verb;
  const hasBody = !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(method);
  const token = world.tokens[identity];
  const parameter = world.owned[edge] ?? NOBODY;
  const url = new URL(path.replaceAll(/:\w+/gu, parameter).replace('*', 'x'), world.url);
  const headers = {
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(identity === 'game' ? { host: world.gameHost } : {}),
  };
  return new Promise((done, fail) => {
    const call = request(url, { method, headers }, (answer) => {
      answer.destroy();
      done(answer.statusCode!);
    });
    call.on('error', fail).end(hasBody ? '{}' : undefined);
  });
}

let edges: Edge[];
let world: World;

beforeAll(async () => {
  edges = runningEdges();
  world = await makeWorld();
});

describe('the edges of the server', () => {
  it('all name a permission', () => {
    const open = edges.filter(({ by, permission }) => by !== 'fastify' && permission === null);
    expect(open).toEqual([]);
  });

  it('are the committed table (npm run gen writes it; review what changed)', () => {
    const named = edges.filter(({ by }) => by !== 'fastify');
    expect(Object.fromEntries(committedEdges())).toEqual(
      Object.fromEntries(named.map(({ edge, permission }) => [edge, permission])),
    );
  });

  it('have no back door beside the controllers', () => {
    const others = edges.filter(({ by }) => by === 'fastify').map(({ edge }) => edge);
    expect(others.filter((edge) => !FASTIFY_EDGES.some((known) => known.test(edge)))).toEqual([]);
  });
});

/** What differs from the table, as `edge as identity: answer`, so that a failure names it. */
function mistakes(seen: Map<string, Answer>): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const [key, answer] of seen) {
    const [edge, identity] = key.split(' as ') as [string, Identity];
    const right = expected(edge, permissionIn(edge), identity);
    if (!right.includes(answer)) wrong[key] = `${answer}, not ${right.join(' or ')}`;
  }
  return wrong;
}

/** 404 is what a route says of a made-up thing; on a game host, beside what games may reach, it is the door. */
function answerOf(edge: string, status: number, identity: Identity): Answer {
  if (status === 401 || status === 403) return status;
  return status === 404 && identity === 'game' && !FOR_GAMES.test(edge) ? 404 : 'in';
}

const permissionIn = (edge: string): string =>
  edges.find((candidate) => candidate.edge === edge)!.permission ?? 'none';

describe('the permission matrix', () => {
  it('holds for every route', async () => {
    const routes = edges
      .filter(({ edge, by }) => by !== 'fastify' && edge.includes(' /'))
      // Last, because it ends the login.
      .sort((a, b) => Number(a.edge.endsWith('/logout')) - Number(b.edge.endsWith('/logout')));
    const seen = new Map<string, Answer>();
    for (const route of routes) {
      for (const identity of IDENTITIES) {
        const status = await statusOf(world, route, identity);
        const key = `${route.edge} as ${identity}`;
        expect([key, status]).not.toEqual([key, 500]);
        seen.set(key, answerOf(route.edge, status, identity));
      }
    }
    expect(seen.size).toBeGreaterThan(50);
    expect(mistakes(seen)).toEqual({});
  });

  it('holds for every resolver', async () => {
    // The routes above ended these logins.
    const world = await makeWorld();
    const operation = await operationMaker(world.url, world.tokens.admin!);
    const seen = new Map<string, Answer>();
    for (const { edge } of edges.filter(({ edge }) => /^(Query|Mutation) /u.test(edge))) {
      const [kind, field] = edge.split(' ') as [string, string];
      // A game host has no /graphql: the routes above show it.
      for (const identity of IDENTITIES.filter((name) => name !== 'game')) {
        const answer = await graphql(world.url, world.tokens[identity], operation(kind, field));
        const code = answer.errors?.[0]?.extensions.code;
        const key = `${edge} as ${identity}`;
        expect([key, code]).not.toEqual([key, 'GRAPHQL_VALIDATION_FAILED']);
        expect([key, code]).not.toEqual([key, 'INTERNAL']);
        const refusals: Record<string, Answer> = { UNAUTHENTICATED: 401, FORBIDDEN: 403 };
        seen.set(key, refusals[code ?? ''] ?? 'in');
      }
    }
    expect(seen.size).toBeGreaterThan(50);
    expect(mistakes(seen)).toEqual({});
  });

  it('keeps what a user owns from other users', async () => {
    const world = await makeWorld();
    for (const edge of Object.keys(world.owned)) {
      const asOther = await statusOf(world, { edge } as Edge, 'other');
      expect([edge, asOther]).toEqual([edge, 404]);
      const asOwner = await statusOf(world, { edge } as Edge, 'user');
      expect([edge, asOwner < 300]).toEqual([edge, true]);
    }
  });
});
