import { json } from '../support/client';
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
});
