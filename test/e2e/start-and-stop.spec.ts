import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, login } from '../support/client';
import { startServer } from '../support/server';

jest.setTimeout(60_000);

describe('the server process', () => {
  it('answers /health once it says where it listens, and leaves with 0 on SIGTERM', async () => {
    const server = await startServer();
    const answer = await json(`${server.url}/health`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok' });
    expect(answer.headers.get('x-request-id')).toMatch(/\S{8,}/u);
    expect(await server.stop()).toBe(0);
  });

  it('comes back on the same data and port after it was killed', async () => {
    const server = await startServer();
    const { url } = server;
    server.kill('SIGKILL');
    await server.restart();
    expect(server.url).toBe(url);
    expect((await json(`${url}/health`)).status).toBe(200);
  });

  it('refuses a data directory another process works in, in one clear line', async () => {
    const server = await startServer();
    await expect(startServer({ dataDir: server.dataDir })).rejects.toThrow(
      /Another coinop process is using/u,
    );
  });

  it('names every bad setting at once and does not print secrets', async () => {
    const failure = await startServer({
      env: { PORT: 'abc', COINOP_NO_SUCH: '1', ADMIN_PASSWORD: 'shorty' },
    }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(failure).toContain('PORT is "abc"');
    expect(failure).toContain('COINOP_NO_SUCH');
    expect(failure).toContain('ADMIN_PASSWORD is (a secret)');
    expect(failure).not.toContain('shorty');
  });

  it('keeps what it stores to itself, also in a folder that everybody may enter', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'coinop-open-'));
    chmodSync(dataDir, 0o755);
    const server = await startServer({ dataDir });
    const files = readdirSync(dataDir, { recursive: true }).map(String);
    expect(files).toContain('coinop.db');
    for (const file of files) {
      expect([file, statSync(join(dataDir, file)).mode & 0o077]).toEqual([file, 0]);
    }
    await server.stop();
    rmSync(dataDir, { recursive: true });
  });

  it.each([
    [{ ADMIN_PASSWORD: 'adminadmin' }, 'ADMIN_PASSWORD is a well-known default'],
    [{ ADMIN_PASSWORD: 'Password123!' }, 'ADMIN_PASSWORD is a well-known default'],
    [{ SECRET_KEY: 'change-me-'.repeat(4) }, 'SECRET_KEY looks like an example'],
    [{ TRUST_PROXY: '10.0.0.0/8,proxy' }, 'TRUST_PROXY is "10.0.0.0/8,proxy"'],
  ])('beyond its own machine refuses %j', async (env, why) => {
    await expect(startServer({ env: { HOST: '0.0.0.0', ...env } })).rejects.toThrow(why);
  });

  it('takes a secret from a file, one way only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'coinop-file-'));
    const file = join(folder, 'password');
    writeFileSync(file, 'from-a-file-7731\n');
    const server = await startServer({
      env: { ADMIN_PASSWORD: undefined, ADMIN_PASSWORD_FILE: file },
    });
    const admin = { username: 'admin', password: 'from-a-file-7731' };
    expect((await login(server.url, admin)).user.is_admin).toBe(true);
    expect(server.everything()).not.toContain('from-a-file-7731');
    await expect(
      startServer({ env: { ADMIN_PASSWORD: 'both-of-them-1', ADMIN_PASSWORD_FILE: file } }),
    ).rejects.toThrow('ADMIN_PASSWORD and ADMIN_PASSWORD_FILE are both set');
    await expect(
      startServer({ env: { METRICS_TOKEN_FILE: join(folder, 'nowhere') } }),
    ).rejects.toThrow('METRICS_TOKEN_FILE');
    rmSync(folder, { recursive: true });
  });

  it('leaves with 0 on SIGINT as well', async () => {
    const server = await startServer();
    server.kill('SIGINT');
    expect(await server.exited()).toBe(0);
  });
});
