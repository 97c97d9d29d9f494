// npm run bench [-- --rounds 3 --seconds 3 --phases rps,s200,…]: this server with everything on (API key, limits,
// hold, durable record) beside the same upstream direct, a bare Node proxy and Portkey's gateway, interleaved in one
// run. Prints the tables and writes them with the machine's description to bench/results/. Needs gcc and two cores;
// loopback only. docs/performance.md says how to read it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const rig = join(here, 'rig');
const cache = join(root, '.cache', 'bench');
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    phases: { type: 'string', default: 'startup,rps,s200,burst,chunk,hold' },
    only: { type: 'string', default: 'direct,bare,coinop,portkey' },
    name: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});

const MOCK_PORT = 4100;
const PORTS = { bare: 5003, coinop: 5040, portkey: 5030 };
const PORTKEY = '@portkey-ai/gateway@1.15.2';
const PASSWORD = 'only-for-the-bench';

/** The peer is no dependency of ours: it is fetched once into a folder of its own. */
function portkey() {
  const script = join(cache, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  if (!existsSync(script)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, 'package.json'), '{"private":true}');
    execFileSync('npm', ['i', '--no-audit', '--no-fund', '--loglevel=error', PORTKEY], {
      cwd: cache,
      stdio: 'inherit',
    });
  }
  return script;
}

/** A data directory with a user and a key in it, made by the server itself. */
async function prepareCoinop(env) {
  const server = spawn('node', ['dist/main.js'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => {
    server.stdout.on('data', (text) => String(text).includes('coinop listening') && resolve());
  });
  const url = `http://127.0.0.1:${PORTS.coinop}`;
  const post = async (path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
    return answer.json();
  };
  const { access_token } = await post('/auth/login', { username: 'admin', password: PASSWORD });
  const authorization = `Bearer ${access_token}`;
  const user = await post(
    '/admin/api/users',
    { username: 'load', password: PASSWORD, token_limit: 2 ** 50 },
    { authorization },
  );
  const login = await post('/auth/login', { username: 'load', password: PASSWORD });
  const { secret } = await post(
    '/api/keys',
    { name: 'bench' },
    { authorization: `Bearer ${login.access_token}` },
  );
  if (secret === undefined) throw new Error(`no key: ${JSON.stringify(user)}`);
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
  return secret;
}

function machine() {
  const [cpu] = os.cpus();
  return `${os.cpus().length} × ${cpu.model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
}

const dataDir = mkdtempSync(join(os.tmpdir(), 'coinop-bench-'));
const env = {
  PORT: String(PORTS.coinop),
  DATA_DIR: dataDir,
  ADMIN_PASSWORD: PASSWORD,
  ANTHROPIC_API_KEY: 'sk-mock',
  ANTHROPIC_UPSTREAM_URL: `http://127.0.0.1:${MOCK_PORT}`,
  LOG_LEVEL: 'warn',
};
try {
  const secret = await prepareCoinop(env);
  const targets = [
    { name: 'direct', url: `http://127.0.0.1:${MOCK_PORT}` },
    {
      name: 'bare',
      url: `http://127.0.0.1:${PORTS.bare}`,
      cmd: ['node', join(rig, 'baselines/bare-undici.mjs')],
      env: { MODE: 'dispatch' },
    },
    {
      name: 'coinop',
      url: `http://127.0.0.1:${PORTS.coinop}`,
      cmd: ['node', join(root, 'dist/main.js')],
      cwd: root,
      env,
      headers: [`x-api-key: ${secret}`],
    },
    {
      name: 'portkey',
      url: `http://127.0.0.1:${PORTS.portkey}`,
      cmd: ['node', portkey(), `--port=${PORTS.portkey}`, '--headless'],
      env: { TRUSTED_CUSTOM_HOSTS: '127.0.0.1' },
      headers: [
        'x-portkey-provider: anthropic',
        `x-portkey-custom-host: http://127.0.0.1:${MOCK_PORT}/v1`,
        'authorization: Bearer sk-mock',
        'x-api-key: sk-mock',
      ],
    },
  ];
  const targetsFile = join(dataDir, 'targets.json');
  writeFileSync(targetsFile, JSON.stringify(targets));
  const rows = join(dataDir, 'rows.jsonl');
  const tables = execFileSync(
    'node',
    [
      join(rig, 'rounds.mjs'),
      '--targets',
      targetsFile,
      '--only',
      options.only,
      '--phases',
      options.phases,
      '--rounds',
      options.rounds,
      '--seconds',
      options.seconds,
      '--out',
      rows,
      '--mock-port',
      String(MOCK_PORT),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 },
  ).toString();
  const page = `# ${options.name}\n\n${machine()}\n\nMedians of ${options.rounds} interleaved rounds of ${options.seconds} s; each gateway on one core, driver and upstream on the other.\n${tables}`;
  console.log(page);
  mkdirSync(join(here, 'results'), { recursive: true });
  writeFileSync(join(here, 'results', `${options.name}.md`), page);
  writeFileSync(join(here, 'results', `${options.name}.jsonl`), readFileSync(rows));
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
