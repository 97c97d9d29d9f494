import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './until';

/**
 * The real built server as a child process: what operators run is what the tests talk to. Every server
 * a test file started is stopped, and its data directory removed, when the file ends.
 */
const ROOT = resolve(__dirname, '../..');
const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 20_000;

export interface ServerOptions {
  /** Added to a minimal environment; undefined removes a name. Nothing else of the shell's leaks in. */
  env?: Record<string, string | undefined>;
  /** An existing data directory, kept when the file ends. A fresh one by default. */
  dataDir?: string;
}

/** As after a fresh install: no provider, so the demo model answers. */
export const DEMO_ONLY = { ANTHROPIC_UPSTREAM_URL: undefined, DEMO: 'on' };

export class RunningServer {
  readonly admin = { username: 'admin', password: 'adm-canary-Zw7!pass' };
  readonly dataDir: string;
  url = '';
  port = 0;
  private child: ChildProcess | undefined;
  private exit: Promise<number | null> = Promise.resolve(0);
  private output = { stdout: '', stderr: '' };

  constructor(private readonly options: ServerOptions) {
    this.dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'coinop-test-'));
  }

  /** Starts the process and waits for its line; throws with all it printed when that does not come. */
  async start(): Promise<void> {
    const main = join(ROOT, 'dist/main.js');
    if (!existsSync(main)) throw new Error('dist/main.js is missing: npm run build:server');
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      cwd: this.dataDir,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const started = { at: this.output.stdout.length };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.output.stderr += text));
    this.exit = new Promise((done) => child.once('close', (code) => done(code)));
    const line = await until(
      () => {
        const found = /^coinop listening on (http:\/\/\S+)$/mu.exec(
          this.output.stdout.slice(started.at),
        );
        if (found === null && (child.exitCode !== null || child.signalCode !== null)) {
          const how = child.exitCode ?? child.signalCode;
          throw new Error(`the server left with ${how}:\n${this.everything()}`);
        }
        return found ?? undefined;
      },
      { what: () => `the server's line in:\n${this.everything()}`, deadlineMs: START_DEADLINE_MS },
    );
    this.url = line[1] as string;
    this.port = Number(new URL(this.url).port);
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  stdout(): string {
    return this.output.stdout;
  }

  stderr(): string {
    return this.output.stderr;
  }

  /** All the server has printed in all its lives. */
  everything(): string {
    return this.output.stdout + this.output.stderr;
  }

  /** The log lines, parsed; lines that are not JSON are left out. */
  logs(): Record<string, unknown>[] {
    return this.output.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Sends a signal and does not wait. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.child?.kill(signal);
  }

  /** The exit code once the process is gone; null when a signal ended it. */
  exited(): Promise<number | null> {
    return this.exit;
  }

  /** SIGTERM, and the exit code. A server that does not leave in time is killed and fails the test. */
  async stop(): Promise<number | null> {
    this.kill('SIGTERM');
    const late = setTimeout(() => this.kill('SIGKILL'), STOP_DEADLINE_MS);
    const code = await this.exit;
    clearTimeout(late);
    return code;
  }

  /** A new process on the same data and the same port. */
  async restart(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) await this.stop();
    await this.exit;
    await this.start();
  }

  async dispose(): Promise<void> {
    this.kill('SIGKILL');
    await this.exit;
    if (this.options.dataDir === undefined) rmSync(this.dataDir, { recursive: true, force: true });
  }

  private environment(): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      HOME: this.dataDir,
      // Tells the server to leave when its parent does, so a test run that is killed leaves no orphans.
      npm_lifecycle_event: 'test',
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      ADMIN_USERNAME: this.admin.username,
      ADMIN_PASSWORD: this.admin.password,
      // Nobody listens there: a test that wants a model names its own upstream.
      OLLAMA_URL: 'http://127.0.0.1:9',
      ANTHROPIC_UPSTREAM_URL: 'http://127.0.0.1:9',
      ...this.options.env,
    };
    return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  }
}

const running = new Set<RunningServer>();

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const server = new RunningServer(options);
  running.add(server);
  await server.start();
  return server;
}

afterAll(async () => {
  await Promise.all([...running].map((server) => server.dispose()));
  running.clear();
});
