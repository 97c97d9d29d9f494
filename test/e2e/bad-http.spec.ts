import { startBench, type Bench, type Player } from '../support/bench';
import { RawConnection } from '../support/raw-http';
import { isError } from '../support/refusals';

jest.setTimeout(60_000);

/** What no well-behaved client sends: refused once, and nothing behind it is taken for a request. */
describe('bytes that are not quite HTTP', () => {
  let bench: Bench;
  let player: Player;
  beforeAll(async () => {
    bench = await startBench();
    player = await bench.user();
  });

  afterEach(async () => {
    expect(bench.upstream.calls.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(await bench.records(player)).toEqual([]);
    expect(bench.server.logs().filter(({ level }) => isError(level))).toEqual([]);
  });

  const path = '/api/inference/anthropic/messages';
  const hidden = 'GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n';
  const post = (headers: string, body = '{}') =>
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${player.key}\r\ncontent-type: application/json\r\n${headers}\r\n${body}`;

  it.each<[string, () => string]>([
    [
      'both a length and chunks',
      () => post('content-length: 5\r\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${hidden}`),
    ],
    [
      'chunks, then a length',
      () => post('transfer-encoding: chunked\r\ncontent-length: 5\r\n', `0\r\n\r\n${hidden}`),
    ],
    ['two lengths', () => post('content-length: 2\r\ncontent-length: 40\r\n', `{}${hidden}`)],
    ['a list of lengths', () => post('content-length: 2, 40\r\n', `{}${hidden}`)],
    ['a negative length', () => post('content-length: -1\r\n')],
    ['a length in hex', () => post('content-length: 0x2\r\n')],
    ['a length with a sign', () => post('content-length: +2\r\n')],
    ['an unknown coding', () => post('transfer-encoding: xchunked\r\n', `0\r\n\r\n${hidden}`)],
    [
      'chunks that are not last',
      () => post('transfer-encoding: chunked, identity\r\n', `0\r\n\r\n${hidden}`),
    ],
    ['a space before the colon', () => post('content-length : 2\r\n')],
    ['a folded header', () => post('content-length: 2\r\nx-a: b\r\n c\r\n').replace('x-a', 'x-a ')],
    ['a NUL in a header', () => post('content-length: 2\r\nx-a: b\u0000c\r\n')],
    ['a bare LF in the head', () => post('content-length: 2\nx-a: b\r\n')],
    [
      'a chunk size past counting',
      () => post('transfer-encoding: chunked\r\n', `ffffffffffffffffff\r\n{}\r\n0\r\n\r\n`),
    ],
    [
      'a chunk size that is none',
      () => post('transfer-encoding: chunked\r\n', `zz\r\n{}\r\n0\r\n\r\n`),
    ],
    ['no host', () => 'GET /health HTTP/1.1\r\n\r\n'],
    ['two hosts', () => 'GET /health HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n'],
    ['an unknown method', () => 'BREW /health HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['an unknown version', () => 'GET /health HTTP/9.9\r\nhost: localhost\r\n\r\n'],
    ['another protocol', () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
    [
      '100 kB of headers',
      () => `GET /health HTTP/1.1\r\nhost: localhost\r\nx-a: ${'a'.repeat(100_000)}\r\n\r\n`,
    ],
  ])('refuses %s with one answer that has a request id, and hangs up', async (_name, bytes) => {
    const connection = await RawConnection.open(bench.url);
    connection.write(Buffer.from(bytes(), 'latin1'));
    await connection.read(() => false);
    const raw = connection.bytes().toString('latin1');
    expect(raw.match(/HTTP\/1\.1 \d/gu)).toHaveLength(1);
    expect(raw).toMatch(/^HTTP\/1\.1 4\d\d /u);
    expect(raw).toMatch(/^x-request-id: \S{8,}\r$/imu);
    expect(raw).not.toContain('"status":"ok"');
  });

  it('takes requests one after another without mixing them up', async () => {
    const connection = await RawConnection.open(bench.url);
    connection.write(`${post('content-length: 2\r\n')}${hidden}`);
    await connection.read((bytes) => bytes.includes('"status":"ok"'));
    connection.leave();
    const raw = connection.bytes().toString('latin1');
    expect(raw.match(/HTTP\/1\.1 \d+/gu)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
  });
});
