import { PROVIDER_KEY, startBench, type Bench, type Player } from '../support/bench';
import { call, inferenceBody, openCall, tokensIn, type Dialect } from '../support/calls';
import type { UpstreamCall } from '../support/fake-upstream';
import { rawRequest, sendRaw } from '../support/raw-http';
import { capture, captureNames } from '../support/upstream/captures';
import { until } from '../support/until';

jest.setTimeout(30_000);

/** On a same-protocol call the gateway adds nothing and loses nothing. */
describe('a call in the dialect of its upstream', () => {
  let bench: Bench;
  let player: Player;
  beforeAll(async () => {
    bench = await startBench();
    player = await bench.user({ tokenLimit: 10_000_000 });
  });

  const lastCall = () => bench.upstream.calls.at(-1) as UpstreamCall;
  const sentBody = () => Buffer.concat(lastCall().payload);

  const recordings = captureNames('/v1/messages').filter(
    (name) => capture(name).response.status === 200,
  );

  it.each(recordings)('passes the recorded answer %s through unchanged', async (name) => {
    const { response } = capture(name);
    for (const manner of ['', 'split=1', 'split=61 gap=1']) {
      if (manner.includes('gap') && response.framedBody.length > 4000) continue;
      const stream = response.isChunked;
      const answer = await call(bench.url, player, `[[capture=${name} ${manner}]]`, { stream });
      expect(answer.status).toBe(200);
      expect(answer.isComplete).toBe(true);
      expect(answer.body.toString('latin1')).toBe(response.body.toString('latin1'));
    }
  });

  it.each<[Dialect, string]>([
    ['anthropic', '[[n=20]]'],
    ['anthropic', '[[n=20 odd]]'],
    ['anthropic', '[[n=6 tool odd]]'],
    ['anthropic', '[[n=6 fault=drip]]'],
    ['anthropic', '[[n=6 fault=bad-utf8]]'],
    ['anthropic', '[[n=6 fault=big-event]]'],
    ['anthropic', '[[n=6 fault=garbage-body]]'],
    ['anthropic', '[[n=6 fault=no-usage]]'],
    ['anthropic', '[[n=6 close]]'],
    ['ollama', '[[n=20]]'],
    ['ollama', '[[n=20 odd]]'],
    ['ollama', '[[n=6 tool]]'],
    ['ollama', '[[n=6 fault=drip]]'],
    ['ollama', '[[n=6 fault=bad-utf8]]'],
    ['ollama', '[[n=6 fault=big-event]]'],
    ['ollama', '[[n=6 fault=no-usage]]'],
  ])('passes a stream of %s with %s through unchanged', async (dialect, marker) => {
    const answer = await call(bench.url, player, marker, { dialect });
    expect(answer.status).toBe(200);
    expect(answer.isComplete).toBe(true);
    expect(answer.body.equals(sentBody())).toBe(true);
  });

  it.each<[Dialect, string]>([
    ['anthropic', '[[n=3]]'],
    ['anthropic', '[[n=3 tool]]'],
    ['anthropic', '[[n=3 fault=no-usage]]'],
    ['ollama', '[[n=3]]'],
    ['ollama', '[[n=3 fault=drip]]'],
  ])('passes an answer of %s with %s in one piece through unchanged', async (dialect, marker) => {
    const answer = await call(bench.url, player, marker, { dialect, stream: false });
    expect(answer.status).toBe(200);
    expect(answer.body.equals(sentBody())).toBe(true);
  });

  it('sends the body upstream as the client wrote it', async () => {
    const body =
      '{ "model" : "claude-test-1",\n\t"max_tokens": 50, "messages":[{"role":"user","content":"h\\u00e9llo ☃ [[n=1]]"}],' +
      ' "unknown_field": {"deep": [1.0, 2e3, null]}, "stream" :false }';
    const answer = await sendRaw(
      bench.url,
      rawRequest({
        path: '/v1/messages?beta=true',
        headers: { 'x-api-key': player.key },
        body,
      }),
    );
    expect(answer.status).toBe(200);
    expect(lastCall().bodyText).toBe(body);
    expect(lastCall()).toMatchObject({ path: '/v1/messages', query: 'beta=true' });
  });

  it('forwards anthropic-* headers in both directions and keeps connection headers apart', async () => {
    const answer = await call(bench.url, player, '[[n=1]]', {
      headers: {
        'anthropic-version': '2026-10-21',
        'anthropic-beta': 'one-2026-01-01,two-2026-02-02',
        'anthropic-unknown-thing': 'kept',
      },
    });
    expect(lastCall().head.headers).toMatchObject({
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'one-2026-01-01,two-2026-02-02',
      'anthropic-unknown-thing': 'kept',
    });
    expect(answer.head.headers).toMatchObject({
      'anthropic-processing-note': 'kept',
      'content-type': 'text/event-stream; charset=utf-8',
    });
    expect(answer.head.headers['keep-alive']).not.toBe('timeout=5, max=100');
    expect(answer.head.headers['set-cookie']).toBeUndefined();
  });

  it('answers with a request id of our own under both names', async () => {
    const { headers } = (await call(bench.url, player, '[[n=1]]')).head;
    expect(headers['request-id']).toBe(headers['x-request-id']);
    expect(headers['request-id']).not.toMatch(/upstream/u);
  });

  it('gives the upstream its own key and never one of ours', async () => {
    for (const dialect of ['anthropic', 'ollama'] as const) {
      await call(bench.url, player, '[[n=1]]', {
        dialect,
        headers: {
          'x-api-key': player.key,
          cookie: 'coinop_session=cookie-canary',
          'x-forwarded-for': '10.1.2.3',
          origin: bench.url,
        },
      });
      const raw = lastCall().raw.toString('latin1');
      expect(raw).not.toContain(player.key);
      expect(raw).not.toContain('cookie-canary');
      expect(raw).not.toContain('10.1.2.3');
      expect(lastCall().head.headers['x-api-key']).toBe(
        dialect === 'anthropic' ? PROVIDER_KEY : undefined,
      );
      expect(raw.includes(PROVIDER_KEY)).toBe(dialect === 'anthropic');
    }
  });

  it("never shows the upstream's key or address to a client, whatever goes wrong", async () => {
    const markers = [
      '[[n=1]]',
      '[[status=401]]',
      '[[status=500]]',
      '[[fault=break]]',
      '[[fault=tls]]',
    ];
    for (const marker of markers) {
      for (const stream of [true, false]) {
        const raw = (await call(bench.url, player, marker, { stream })).raw.toString('latin1');
        expect(raw).not.toContain(PROVIDER_KEY);
        expect(raw).not.toContain(`:${bench.upstream.port}`);
      }
    }
  });

  it('sends each event on at once instead of collecting them', async () => {
    for (const dialect of ['anthropic', 'ollama'] as const) {
      const client = await openCall(bench.url, player, '[[fault=stall at=3 n=9]]', { dialect });
      await client.read((bytes) => tokensIn(bytes) === 3);
      client.leave();
    }
  });

  it('stops reading from the upstream while its client does not read', async () => {
    const n = 4000;
    const client = await openCall(bench.url, player, `[[n=${n} pad=10000 tag=stalled]]`, {
      max: 2 * n,
    });
    client.socket.pause();
    const upstream = await bench.upstream.call('stalled');
    let seen = -1;
    let still = 0;
    await until(
      () => {
        still = upstream.tokens === seen && seen > 0 ? still + 1 : 0;
        seen = upstream.tokens;
        return still === 10;
      },
      { what: 'the upstream to be held back', everyMs: 20 },
    );
    expect(upstream.tokens).toBeLessThan(n / 2);
    client.socket.resume();
    await client.read((bytes) => bytes.subarray(-7).includes('0\r\n\r\n'), 20_000);
    const answer = await client.answer();
    client.leave();
    expect(tokensIn(answer.body)).toBe(n);
  });

  it('leaves the body of a limited user alone but for the room that is left', async () => {
    const limited = await bench.user({ tokenLimit: 300 });
    await call(bench.url, limited, '[[n=1]] keep me', { stream: false, max: 100_000 });
    const sent = lastCall().body;
    expect(sent.max_tokens).toBeLessThanOrEqual(300);
    expect({ ...sent, max_tokens: 0 }).toEqual({
      ...inferenceBody('[[n=1]] keep me', { stream: false }),
      max_tokens: 0,
    });
  });
});
