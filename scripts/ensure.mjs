// Run before `npm start` and `npm test`: installs when node_modules does not match the lock file, builds
// when sources changed, and with `system` looks after the programs that tests drive. Plain Node, no
// dependency, safe when two npm commands start at once in one folder.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSystemPackages } from './system-packages.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const wanted = new Set(process.argv.slice(2));
const LOCK = '.ensure.lock';
const LOCK_RETRY_MS = 250;
/** A lock directory without a pid in it is this old at most before it counts as abandoned. */
const LOCK_PIDLESS_MS = 2000;
const DEPENDENCY_STAMP = 'node_modules/.ensure-dependencies';
const BUILDS = [
  {
    label: 'building the server',
    stamp: 'dist/.ensure-build',
    inputs: [
      'src',
      'nest-cli.json',
      '.swcrc',
      'tsconfig.json',
      'tsconfig.build.json',
      'package-lock.json',
    ],
    args: ['run', '--silent', 'build:server'],
  },
  {
    label: 'building the web app',
    stamp: 'web/dist/.ensure-build',
    inputs: [
      'web/src',
      'web/public',
      'web/index.html',
      'web/graphql.html',
      'web/vite.config.mjs',
      'package-lock.json',
    ],
    args: ['run', '--silent', 'build:web'],
  },
];

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isSupported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (isSupported) return;
  console.error(`Node ${process.version} is too old: coinop needs ^20.19 || >=22.12.`);
  process.exit(1);
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(path, entry.name))
    .sort()
    .flatMap(filesUnder);
}

function hashOf(files, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function dependencyHash() {
  const { dependencies, devDependencies, overrides } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  const { modules } = process.versions;
  return hashOf(
    ['package-lock.json', 'web/package.json'],
    JSON.stringify([
      dependencies,
      devDependencies,
      overrides,
      modules,
      process.platform,
      process.arch,
    ]),
  );
}

const buildHash = ({ inputs }) => hashOf(inputs.flatMap(filesUnder));
const stampIn = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
const needsDependencies = () => stampIn(DEPENDENCY_STAMP) !== dependencyHash();
const staleBuilds = () => BUILDS.filter((build) => stampIn(build.stamp) !== buildHash(build));

function npm(label, args) {
  const startedAt = Date.now();
  console.error(`[ensure] ${label} …`);
  const script = process.env.npm_execpath;
  const run = script?.endsWith('.js')
    ? spawnSync(process.execPath, [script, ...args], { stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (run.status !== 0) fail(`${label} failed (${run.status ?? run.signal})`);
  console.error(`[ensure] ${label} took ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

function fail(message) {
  console.error(`[ensure] ${message}`);
  releaseLock();
  process.exit(1);
}

let isLockHeld = false;
function releaseLock() {
  if (isLockHeld) rmSync(LOCK, { recursive: true, force: true });
  isLockHeld = false;
}

function tryLock() {
  try {
    mkdirSync(LOCK);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  isLockHeld = true;
  writeFileSync(join(LOCK, 'pid'), String(process.pid));
  return true;
}

function lockOwnerIsAlive() {
  const pid = Number(stampIn(join(LOCK, 'pid')));
  if (!pid)
    return Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0) < LOCK_PIDLESS_MS;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function takeLock() {
  let isFirstWait = true;
  while (!tryLock()) {
    if (!lockOwnerIsAlive()) rmSync(LOCK, { recursive: true, force: true });
    if (isFirstWait) console.error('[ensure] waiting for another npm command in this folder …');
    isFirstWait = false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_RETRY_MS);
  }
}

const NATIVE = ['sqlite3', 'bcrypt'];
const nativeModulesLoad = () =>
  spawnSync(process.execPath, ['-e', NATIVE.map((name) => `require('${name}')`).join(';')], {
    stdio: 'ignore',
  }).status === 0;

function install() {
  // A borrowed node_modules is its owner's to change.
  if (lstatSync('node_modules', { throwIfNoEntry: false })?.isSymbolicLink()) {
    fail(
      'node_modules is a symbolic link and does not match package-lock.json: install where it points to',
    );
  }
  npm('installing dependencies', [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  // A downloaded binary may not load (older glibc), and npm 12 skips install scripts: prove it, else compile.
  if (!nativeModulesLoad()) {
    npm('compiling native modules (about a minute)', [
      'rebuild',
      ...NATIVE,
      '--build-from-source',
      '--loglevel=error',
    ]);
  }
  if (!nativeModulesLoad()) {
    fail(
      'sqlite3 or bcrypt does not load: install a C++ compiler, make and python3, then run this again',
    );
  }
  writeFileSync(DEPENDENCY_STAMP, dependencyHash());
}

function buildWhatIsStale() {
  for (const build of staleBuilds()) {
    npm(build.label, build.args);
    writeFileSync(build.stamp, buildHash(build));
  }
}

refuseOldNode();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    releaseLock();
    process.exit(130);
  });
}
const needsBuild = () => wanted.has('build') && staleBuilds().length > 0;
if (needsDependencies() || needsBuild()) {
  takeLock();
  try {
    if (needsDependencies()) install();
    if (needsBuild()) buildWhatIsStale();
  } finally {
    releaseLock();
  }
}
if (wanted.has('system')) ensureSystemPackages();
