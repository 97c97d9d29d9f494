import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDER_KEY, startBench, type Bench, type Player } from '../support/bench';
import { call, openCall, tokensIn, type Dialect } from '../support/calls';
import { given, graphql, json, login } from '../support/client';

jest.setTimeout(60_000);

const PROMPT = 'prompt-canary-9b1d77 my diary';
const WRONG_PASSWORD = 'wrong-canary-5521-password';
const SESSION_COOKIE = 'cookie-canary-77aa';

/**
 * Canaries: secrets that are easy to search for go through everything the server does, well and badly,
 * at the chattiest log level; then they are looked for wherever they must not be.
 */
describe('after a day of work and mishaps', () => {
  let bench: Bench;
  let player: Player;
  /** Name → value. */
  const secrets: Record<string, string> = {};
  /** Everything the server answered, but for the answers whose purpose is to hand a secret over. */
  const answers: string[] = [];

  beforeAll(async () => {
    bench = await startBench({
      LOG_LEVEL: 'trace',
      NODE_ENV: 'production',
      UPSTREAM_FIRST_BYTE_TIMEOUT_MS: '300',
      METRICS_TOKEN: 'metrics-canary-token-11',
    });
    player = await bench.user();
    const session = await login(bench.url, player);
    Object.assign(secrets, {
      'admin password': bench.server.admin.password,
      'user password': player.password,
      'wrong password': WRONG_PASSWORD,
      'API key': player.key,
      'access token': player.token,
      'admin token': bench.adminToken,
      'refresh token': session.refresh_token,
      'provider key': PROVIDER_KEY,
      'metrics token': 'metrics-canary-token-11',
      'session cookie': SESSION_COOKIE,
      prompt: PROMPT,
    });
    await work();
    await mishaps();
    await askAboutEverything();
    expect(await bench.server.stop()).toBe(0);
  });

  const keep = async (answer: Promise<{ text: string; headers: Headers }>) => {
    const { text, headers } = await answer;
    answers.push(text, JSON.stringify([...headers]));
  };

  async function work(): Promise<void> {
    for (const dialect of ['anthropic', 'ollama'] as Dialect[]) {
      for (const stream of [true, false]) {
        const answer = await call(bench.url, player, `${PROMPT} [[n=3]]`, {
          dialect,
          stream,
          headers: { 'idempotency-key': `once-${dialect}-${stream}` },
        });
        expect(answer.status).toBe(200);
        answers.push(answer.raw.toString());
      }
    }
    await keep(json(`${bench.url}/auth/me`, { token: player.token }));
    await keep(json(`${bench.url}/api/keys`, { token: player.token }));
  }

  async function mishaps(): Promise<void> {
    const wrong = { username: player.username, password: WRONG_PASSWORD };
    await keep(json(`${bench.url}/auth/login`, { body: wrong }));
    await keep(json(`${bench.url}/auth/login`, { body: JSON.stringify(wrong).slice(0, -1) }));
    await keep(
      json(`${bench.url}/auth/refresh`, { body: { refresh_token: 7, was: WRONG_PASSWORD } }),
    );
    await keep(
      json(`${bench.url}/auth/me`, { headers: { cookie: `coinop_session=${SESSION_COOKIE}` } }),
    );
    const path = '/api/inference/anthropic/messages';
    await keep(json(`${bench.url}${path}`, { token: player.key, body: `{"p":"${PROMPT}` }));
    await keep(json(`${bench.url}${path}`, { token: player.key, body: { model: PROMPT } }));
    await keep(json(`${bench.url}${path}?k=${player.key}`, { token: `${player.key}x`, body: {} }));
    const faults = [
      'status=400',
      'status=401',
      'status=500',
      'fault=break',
      'fault=hang',
      'fault=cut',
    ];
    for (const fault of [...faults, 'fault=garbage', 'fault=error', 'fault=bad-utf8']) {
      for (const dialect of ['anthropic', 'ollama'] as Dialect[]) {
        const marker = `${PROMPT} [[${fault} echo]]`;
        answers.push((await call(bench.url, player, marker, { dialect })).raw.toString());
      }
    }
    const client = await openCall(bench.url, player, `${PROMPT} [[n=500 gap=5]]`);
    await client.read((bytes) => tokensIn(bytes) > 2);
    client.leave();
    await graphql(
      bench.url,
      bench.adminToken,
      'mutation($p: String!) { createUser(input: { username: "", password: $p }) { id } }',
      { p: WRONG_PASSWORD },
    ).then((answer) => answers.push(JSON.stringify(answer)));
    await keep(
      json(`${bench.url}/graphql`, {
        token: bench.adminToken,
        body: { query: `mutation { createUser(input: { password: "${WRONG_PASSWORD}" } }` },
      }),
    );
  }

  async function askAboutEverything(): Promise<void> {
    const { data, errors } = await graphql(
      bench.url,
      bench.adminToken,
      `
        {
          users(first: 100) {
            edges {
              node {
                id
                username
                isAdmin
                totalTokens
              }
            }
          }
          apiKeys(first: 100) {
            edges {
              node {
                id
                name
                prefix
              }
            }
          }
          usageRecords(first: 100) {
            edges {
              node {
                id
                model
              }
            }
          }
        }
      `,
    );
    expect(errors).toBeUndefined();
    expect(data.usageRecords.edges.length).toBeGreaterThan(10);
    answers.push(JSON.stringify(data));
    await keep(json(`${bench.url}/admin/api/users`, { token: bench.adminToken }));
    await keep(json(`${bench.url}/admin/api/usage`, { token: bench.adminToken }));
    await given(`${bench.url}/health`);
  }

  /** Names of the secrets found in a text or file. */
  const found = (bytes: Buffer | string) =>
    Object.entries(secrets)
      .filter(([, secret]) => bytes.includes(secret))
      .map(([name]) => name);

  it('no secret is in what the server printed', () => {
    expect(bench.server.logs().length).toBeGreaterThan(0);
    expect(found(bench.server.everything())).toEqual([]);
  });

  it('no secret is in what the server answered', () => {
    expect(answers.length).toBeGreaterThan(30);
    expect(found(answers.join('\n'))).toEqual([]);
  });

  it('no secret is in the data directory in clear, and nobody else may read it', () => {
    const files = filesUnder(bench.server.dataDir);
    expect(files.some((file) => file.endsWith('.db'))).toBe(true);
    for (const file of files) {
      expect([file, found(readFileSync(file))]).toEqual([file, []]);
    }
    expect(statSync(bench.server.dataDir).mode & 0o077).toBe(0);
    for (const file of files.filter((name) => name.includes('secret'))) {
      expect([file, statSync(file).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  it('our keys did not travel to the upstream', () => {
    const raw = Buffer.concat(bench.upstream.calls.map((upstream) => upstream.raw));
    expect(found(raw).sort()).toEqual(['prompt', 'provider key']);
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}
