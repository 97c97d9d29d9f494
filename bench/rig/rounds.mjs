#!/usr/bin/env node
// bench.mjs - runs every target through the same phases, interleaved (A B C, A B C, ...), and
// prints medians as Markdown.  No dependencies.  See README.md.
import { spawn, execFileSync } from 'node:child_process';
import {
  readFileSync,
  writeFileSync,
  appendFileSync,
  mkdirSync,
  existsSync,
  mkdtempSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import net from 'node:net';
import os from 'node:os';

const here = dirname(fileURLToPath(import.meta.url));
const { values: a } = parseArgs({
  options: {
    targets: { type: 'string' }, // JSON file: array of targets (README.md)
    only: { type: 'string' }, // names, comma separated
    phases: { type: 'string', default: 'rps,lat,s200,burst,hold' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' }, // measured time of each run
    out: { type: 'string', default: 'results.jsonl' },
    report: { type: 'string' }, // only print the tables of this results file (comma separated list)
    base: { type: 'string', default: 'direct' }, // overheads are against this target
    'mock-port': { type: 'string', default: '4100' },
    pad: { type: 'string', default: '0' }, // extra bytes of prompt
    'max-other': { type: 'string', default: '60' }, // repeat a run (twice at most) when other processes used more than this % of a core
    'quiet-wait': { type: 'string', default: '20' }, // before a run, wait up to this many seconds for the machine to be that quiet
    warm: { type: 'string', default: 'rps,burst' }, // unrecorded runs before everything, so that JIT code is warm
    'no-pin': { type: 'boolean', default: false },
  },
});

// ---- phases: what the driver and the mock do -------------------------------------------------
const D = Number(a.seconds);
const PHASES = {
  rps: {
    title: 'plain requests, 32 connections, saturating',
    stream: false,
    knobs: 'ttft=0 n=64',
    args: ['-c', 32, '-w', 1, '-d', D],
  },
  lat: {
    title: 'plain requests, 100/s open loop (idle gateway latency)',
    stream: false,
    knobs: 'ttft=0 n=64',
    args: ['-c', 8, '-r', 100, '-w', 0.5, '-d', D],
  },
  s200: {
    title: '200 concurrent streams, first token after 100 ms, then 50 tokens every 20 ms',
    stream: true,
    knobs: 'ttft=100 gap=20 n=50',
    n: 50,
    args: ['-c', 200, '-R', 1.1, '-w', 1.5, '-d', Math.max(D, 4)],
  },
  burst: {
    title: '32 connections, streams of 64 tokens with no pauses, saturating',
    stream: true,
    knobs: 'ttft=0 gap=0 n=64',
    n: 64,
    args: ['-c', 32, '-w', 1, '-d', D],
  },
  chunk: {
    title: '64 concurrent streams, 1 token per ms each, saturating',
    stream: true,
    knobs: 'ttft=0 gap=1 n=200',
    n: 200,
    args: ['-c', 64, '-w', 1, '-d', D],
  },
  hold: {
    title: '1,000 concurrent slow streams (2 tokens/s each)',
    stream: true,
    knobs: 'ttft=300 gap=500 n=30',
    n: 30,
    args: ['-c', 1000, '-A', '-R', 3, '-w', 1, '-d', 4, '-T', 40],
  },
  startup: { title: 'start to first HTTP answer' },
};

const rows = [];
if (a.report) {
  for (const f of a.report.split(','))
    for (const l of readFileSync(f, 'utf8').split('\n')) if (l.trim()) rows.push(JSON.parse(l));
  report();
  process.exit(0);
}

const mockPort = Number(a['mock-port']);
const tmp = mkdtempSync(join(os.tmpdir(), 'rig-'));
const kids = [];
const pin = (cpu, cmd) =>
  a['no-pin'] || os.cpus().length < 2 ? cmd : ['taskset', '-c', String(cpu), ...cmd];
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
function start(cmd, env, log, cwd) {
  const p = spawn(cmd[0], cmd.slice(1), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd,
  });
  let tail = '';
  for (const s of [p.stdout, p.stderr])
    s.on('data', (d) => {
      tail = (tail + d).slice(-4000);
    });
  p.tail = () => tail;
  p.log = log;
  kids.push(p);
  p.on('exit', (c, s) => {
    p.ended = `${c ?? s}`;
  });
  p.on('error', (e) => {
    p.ended = e.message;
  });
  return p;
}
function stop(p) {
  return new Promise((r) => {
    if (p.ended !== undefined) return r();
    p.once('exit', r);
    p.kill('SIGTERM');
    setTimeout(() => p.ended === undefined && p.kill('SIGKILL'), 3000).unref();
  });
}
const canConnect = (port) =>
  new Promise((r) => {
    const s = net.connect(port, '127.0.0.1', () => {
      s.destroy();
      r(true);
    });
    s.on('error', () => r(false));
  });
async function listening(p, port, ms = 60000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(4)) {
    if (await canConnect(port)) return true;
    if (p?.ended !== undefined) break;
  }
  throw new Error(`${p?.log}: not listening on ${port}: ${p?.tail()}`);
}

// ---- targets -----------------------------------------------------------------------------------
let targets = JSON.parse(readFileSync(a.targets ?? join(here, 'targets.json'), 'utf8'));
if (a.only) {
  const w = a.only.split(',');
  targets = targets.filter((t) => w.includes(t.name));
  targets.sort((x, y) => w.indexOf(x.name) - w.indexOf(y.name));
}
const portOf = (t) => Number(new URL(t.url).port);
const fill = (s, t) =>
  s
    .replaceAll('__PORT__', portOf(t))
    .replaceAll('__UPSTREAM__', `127.0.0.1:${mockPort}`)
    .replaceAll('__TMP__', tmp)
    .replaceAll('__RIG__', here);
function launch(t) {
  if (t.config) {
    const src = fill(readFileSync(resolve(here, t.config), 'utf8'), t);
    t.configFile = join(tmp, `${t.name}.conf`);
    writeFileSync(t.configFile, src);
  }
  const cmd = t.cmd.map((c) => fill(c, t).replaceAll('__CONFIG__', t.configFile ?? ''));
  const env = {
    PORT: String(portOf(t)),
    UPSTREAM: `http://127.0.0.1:${mockPort}`,
    NODE_ENV: 'production',
  };
  for (const [k, v] of Object.entries(t.env ?? {})) env[k] = fill(v, t);
  return start(pin(1, cmd), env, t.name, t.cwd);
}
function bodyFile(t, phase) {
  const f = join(tmp, `${t.name}-${phase}.json`),
    p = PHASES[phase];
  let s = readFileSync(resolve(here, t.body ?? 'bodies/anthropic.json.txt'), 'utf8').trim();
  s = s
    .replaceAll('{{MODEL}}', t.model ?? 'mock-model')
    .replaceAll('{{STREAM}}', String(p.stream))
    .replaceAll('{{KNOBS}}', `[[mock ${p.knobs}]]`)
    .replaceAll('{{STREAM_OPTIONS}}', p.stream ? '"stream_options":{"include_usage":true},' : '')
    .replaceAll(
      '{{PAD}}',
      'lorem ipsum dolor sit amet '.repeat(Math.ceil(a.pad / 27)).slice(0, a.pad),
    );
  writeFileSync(f, s);
  return f;
}
function drive(t, phase) {
  const args = ['-m', String(mock.pid), '-b', bodyFile(t, phase)];
  for (const h of t.headers ?? [])
    args.push('-H', h.replaceAll('__UPSTREAM_URL__', `http://127.0.0.1:${mockPort}`));
  for (const p of t.pids ?? (t.proc ? [t.proc.pid] : [])) args.push('-p', String(p));
  const base = PHASES[phase].args.map(String);
  const extra = (t.args?.[phase] ?? []).map(String);
  const cmd = pin(0, [
    join(here, 'drive'),
    ...args,
    ...base,
    ...extra,
    t.url + (t.path ?? '/v1/messages'),
  ]);
  return new Promise((ok, bad) => {
    const p = spawn(cmd[0], cmd.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    p.stdout.on('data', (d) => {
      out += d;
    });
    p.on('close', (c) => {
      try {
        ok(JSON.parse(out));
      } catch {
        bad(new Error(`drive failed for ${t.name} (${c}): ${out}`));
      }
    });
  });
}

// Wait until other processes leave the machine mostly alone (targets and mock are idle between runs).
async function quiet() {
  const busy = () => {
    const v = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]
      .trim()
      .split(/\s+/)
      .slice(1, 9)
      .map(Number);
    return v[0] + v[1] + v[2] + v[5] + v[6] + v[7];
  };
  for (const end = Date.now() + 1000 * Number(a['quiet-wait']); Date.now() < end;) {
    const b0 = busy(),
      t0 = performance.now();
    await sleep(250);
    if (((busy() - b0) * 1000) / (performance.now() - t0) < Number(a['max-other']) / 2) return;
  }
}

let mock;
process.on('exit', () => {
  for (const k of kids) if (k.ended === undefined) k.kill('SIGKILL');
  try {
    rmSync(tmp, { recursive: true, force: true });
  } catch {}
});
for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => process.exit(130));

for (const c of ['mock', 'drive'])
  if (!existsSync(join(here, c)))
    execFileSync('gcc', ['-O2', '-o', join(here, c), join(here, `${c}.c`)], { stdio: 'inherit' });
const names = a.phases.split(','),
  rounds = Number(a.rounds);
if (await canConnect(mockPort)) throw new Error(`port ${mockPort} is in use: pass --mock-port`);
mkdirSync(dirname(resolve(a.out)), { recursive: true });
mock = start(pin(0, [join(here, 'mock'), String(mockPort)]), {}, 'mock');
await listening(mock, mockPort);

if (names.includes('startup')) {
  for (let r = 0; r < rounds; r++)
    for (const t of targets.filter((x) => x.cmd)) {
      const t0 = performance.now();
      const p = launch(t);
      try {
        await listening(p, portOf(t));
        const ms = performance.now() - t0;
        await sleep(700);
        const rss =
          (Number(readFileSync(`/proc/${p.pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6;
        save({
          phase: 'startup',
          target: t.name,
          round: r,
          startup_ms: Math.round(ms),
          rss_idle_mb: Math.round(rss),
        });
      } catch (e) {
        console.error(String(e).slice(0, 500));
      }
      await stop(p);
      await sleep(100);
    }
}
const live = [];
for (const t of targets) {
  if (!names.some((n) => n !== 'startup')) break;
  try {
    if (t.cmd) {
      t.proc = launch(t);
      await listening(t.proc, portOf(t));
    }
    live.push(t);
  } catch (e) {
    console.error(`skip ${t.name}: ${String(e).slice(0, 600)}`);
  }
}
if (a.warm && a.warm !== '0')
  for (const t of live)
    for (const phase of a.warm.split(','))
      if (!t.skip?.includes(phase)) await drive(t, phase).catch((e) => console.error(String(e)));
for (const phase of names.filter((n) => n !== 'startup'))
  for (let r = 0; r < rounds; r++)
    for (const t of live) {
      if (t.skip?.includes(phase)) continue;
      const url = `${t.url}${t.path ?? '/v1/messages'}`;
      for (let attempt = 0; attempt < 3; attempt++) {
        await quiet();
        if (t.url.endsWith(`:${mockPort}`)) t.pids = [mock.pid];
        const x = await drive(t, phase).catch((e) => ({ failed: String(e) }));
        if (x.other_cpu_pct > Number(a['max-other']) && attempt < 2) continue;
        save({ phase, target: t.name, round: r, url, ...x });
        break;
      }
      await sleep(80);
    }
report();
for (const k of [...kids].reverse()) await stop(k);
process.exit(0);

function save(x) {
  rows.push(x);
  appendFileSync(a.out, JSON.stringify(x) + '\n');
  process.stderr.write(
    `${x.phase} r${x.round} ${x.target}: ${x.failed ?? (x.phase === 'startup' ? `${x.startup_ms} ms` : `${x.rps} ok/s  cpu ${x.cpu_us_per_req} us/req  ttft+ p50 ${x.ttft_us.p50} us  err ${x.errors}/${x.non2xx}  others ${x.other_cpu_pct}%`)}\n`,
  );
}

// ---- report --------------------------------------------------------------------------------------
function report() {
  const med = (v) => {
    v = v.filter((x) => Number.isFinite(x)).sort((p, q) => p - q);
    return v.length
      ? v.length % 2
        ? v[v.length >> 1]
        : (v[v.length / 2 - 1] + v[v.length / 2]) / 2
      : NaN;
  };
  const get = (o, path) => path.split('.').reduce((p, k) => p?.[k], o);
  const of = (phase, target, path) =>
    med(
      rows
        .filter((r) => r.phase === phase && r.target === target && !r.failed)
        .map((r) => get(r, path)),
    );
  const f = (x, d = 0) =>
    Number.isFinite(x) ? x.toFixed(d).replace(/\B(?=(\d{3})+(?!\d))/g, d ? '' : ',') : '-';
  const table = (title, head, body) =>
    console.log(
      `\n### ${title}\n\n| ${head.join(' | ')} |\n|${head.map((_, i) => (i ? '---:' : '---')).join('|')}|\n${body.map((b) => `| ${b.join(' | ')} |`).join('\n')}`,
    );
  const phases = [...new Set(rows.map((r) => r.phase))];
  for (const ph of phases) {
    const ts = [...new Set(rows.filter((r) => r.phase === ph).map((r) => r.target))];
    const g = (t, p) => of(ph, t, p),
      b = a.base;
    const bad = (t) => {
      const rs = rows.filter((r) => r.phase === ph && r.target === t);
      return rs.reduce((s, r) => s + (r.errors ?? 0) + (r.non2xx ?? 0) + (r.failed ? 1 : 0), 0);
    };
    const n = rows.filter((r) => r.phase === ph && r.target === ts[0]).length,
      title = `${ph}: ${PHASES[ph]?.title ?? ''} (median of ${n})`;
    if (ph === 'startup')
      table(
        title,
        ['target', 'ms to listening', 'idle RSS MB'],
        ts.map((t) => [t, f(g(t, 'startup_ms')), f(g(t, 'rss_idle_mb'))]),
      );
    else if (ph === 'rps')
      table(
        title,
        [
          'target',
          'req/s',
          'CPU us/req',
          'req/s per core (1e6/CPU)',
          'p50 ms',
          'p99 ms',
          'RSS max MB',
          'gw CPU %',
          'mock CPU %',
          'others CPU %',
          'bad',
        ],
        ts.map((t) => [
          t,
          f(g(t, 'rps')),
          f(g(t, 'cpu_us_per_req'), 1),
          f(1e6 / g(t, 'cpu_us_per_req')),
          f(g(t, 'lat_us.p50') / 1e3, 2),
          f(g(t, 'lat_us.p99') / 1e3, 2),
          f(g(t, 'rss_max_mb')),
          f(g(t, 'gw_cpu_pct')),
          f(g(t, 'mock_cpu_pct')),
          f(g(t, 'other_cpu_pct')),
          bad(t),
        ]),
      );
    else if (ph === 'lat')
      table(
        title,
        [
          'target',
          'p50 us',
          'p99 us',
          `p50 over ${b}`,
          `p99 over ${b}`,
          'CPU us/req',
          'others CPU %',
          'bad',
        ],
        ts.map((t) => [
          t,
          f(g(t, 'lat_us.p50')),
          f(g(t, 'lat_us.p99')),
          f(g(t, 'lat_us.p50') - g(b, 'lat_us.p50')),
          f(g(t, 'lat_us.p99') - g(b, 'lat_us.p99')),
          f(g(t, 'cpu_us_per_req'), 1),
          f(g(t, 'other_cpu_pct')),
          bad(t),
        ]),
      );
    else
      table(
        title,
        [
          'target',
          'streams/s',
          'chunks/s',
          'TTFT overhead p50 ms',
          'p99 ms',
          'chunk delay p50 ms',
          'p99 ms',
          'CPU us/stream',
          'CPU us/chunk',
          'gw CPU %',
          'RSS max MB',
          'others CPU %',
          'bad',
        ],
        ts.map((t) => {
          const units = rows
            .filter((r) => r.phase === ph && r.target === t)
            .map((r) => (r.gw_cpu_s * 1e6) / (r.chunks / (PHASES[ph].n ?? 1)));
          return [
            t,
            f(g(t, 'rps'), 1),
            f(g(t, 'chunks_s')),
            f(g(t, 'ttft_us.p50') / 1e3, 2),
            f(g(t, 'ttft_us.p99') / 1e3, 2),
            f(g(t, 'chunk_us.p50') / 1e3, 2),
            f(g(t, 'chunk_us.p99') / 1e3, 2),
            f(med(units)),
            f(g(t, 'cpu_us_per_chunk'), 1),
            f(g(t, 'gw_cpu_pct')),
            f(g(t, 'rss_max_mb')),
            f(g(t, 'other_cpu_pct')),
            bad(t),
          ];
        }),
      );
  }
}
