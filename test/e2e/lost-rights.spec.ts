import { startBench, type Player } from '../support/bench';
import { call } from '../support/calls';
import { given } from '../support/client';
import { RawConnection } from '../support/raw-http';

jest.setTimeout(60_000);

interface Owner extends Player {
  keyId: string;
}

describe('a caller who loses the right to call while the body is on its way', () => {
  const body = JSON.stringify({
    model: 'claude-x',
    max_tokens: 5,
    messages: [{ role: 'user', content: 'hello' }],
  });

  it.each([
    ['is deactivated', (player: Owner) => [`/admin/api/users/${player.id}`, 'PUT'] as const],
    ['revokes the key', (player: Owner) => [`/api/keys/${player.keyId}`, 'DELETE'] as const],
  ])('%s: gets nothing, costs nothing', async (_how, change) => {
    const bench = await startBench();
    const player = await bench.user();
    const connection = await RawConnection.open(bench.url);
    const { keys } = await given(`${bench.url}/api/keys`, { token: player.token });
    const [path, method] = change({ ...player, keyId: keys[0].id });
    connection.write(
      `POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${player.key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 9)}`,
    );
    // The server has let the call in once another one of the same key was answered.
    await call(bench.url, player, 'hello');
    const calls = bench.upstream.calls.length;
    await given(`${bench.url}${path}`, {
      method,
      token: method === 'PUT' ? bench.adminToken : player.token,
      body: method === 'PUT' ? { is_active: false } : undefined,
    });
    connection.write(body.slice(9));
    await connection.read((bytes) => bytes.includes('}}') || bytes.includes('"}'));
    connection.leave();
    expect(connection.bytes().toString()).toMatch(/^HTTP\/1\.1 403 /u);
    expect(bench.upstream.calls.length).toBe(calls);
    const usage = await given(`${bench.url}/admin/api/usage/${player.id}`, {
      token: bench.adminToken,
    });
    expect(usage.usage_history).toHaveLength(1);
    expect((await bench.audit()).ok).toBe(true);
  });
});
