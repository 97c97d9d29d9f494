import { startUpstream, type FakeUpstream } from '../support/fake-upstream';
import { RawConnection, rawRequest, sendRaw } from '../support/raw-http';
import { capture, captureNames } from '../support/upstream/captures';

/** The bench itself: a test that passes because its upstream was broken proves nothing. */
describe('the scripted upstream', () => {
  let upstream: FakeUpstream;
  beforeAll(async () => {
    upstream = await startUpstream();
  });

  const ask = (path: string, marker: string, stream?: boolean) =>
    rawRequest({
      path,
      body: JSON.stringify({
        model: 'tiny',
        stream,
        messages: [{ role: 'user', content: marker }],
      }),
    });

  it.each(captureNames('/v1/messages'))('replays the recording %s byte for byte', async (name) => {
    const whole = await sendRaw(upstream.url, ask('/v1/messages', `[[capture=${name}]]`));
    expect(whole.raw.equals(capture(name).response.raw)).toBe(true);
    const dripped = await sendRaw(
      upstream.url,
      ask('/v1/messages', `[[capture=${name} split=97]]`),
    );
    expect(dripped.raw.equals(capture(name).response.raw)).toBe(true);
  });

  it.each([
    ['/v1/messages', 'message_stop'],
    ['/v1/chat/completions', '[DONE]'],
    ['/api/chat', '"done":true'],
    ['/api/generate', '"done":true'],
  ])('streams on %s and counts the tokens it sent', async (path, end) => {
    const answer = await sendRaw(upstream.url, ask(path, '[[n=5]]', true));
    expect(answer.isComplete).toBe(true);
    expect(answer.body.toString()).toContain(end);
    expect(answer.body.toString().match(/the"/gu)).toHaveLength(5);
    expect(upstream.calls.at(-1)).toMatchObject({ tokens: 5, isOver: true });
  });

  it('breaks off in the middle by reset or by end, having sent the tokens before', async () => {
    for (const how of ['rst', 'fin']) {
      const answer = await sendRaw(
        upstream.url,
        ask('/v1/messages', `[[fault=cut at=2 n=9 gap=1 how=${how}]]`, true),
      );
      expect(answer.isComplete).toBe(false);
      expect(upstream.calls.at(-1)?.tokens).toBe(2);
    }
  });

  it('notices within moments that its client left', async () => {
    const client = await RawConnection.open(upstream.url);
    client.write(ask('/v1/messages', '[[n=1000 gap=5 tag=leaver]]', true));
    await client.read((bytes) => bytes.includes('text_delta'));
    client.leave();
    const leftAtMs = performance.now();
    const call = await upstream.call('leaver');
    while (call.abandonedAtMs === undefined) await new Promise(setImmediate);
    expect(call.abandonedAtMs - leftAtMs).toBeLessThan(500);
  });

  it('breaks a connection that went stale when it is used again', async () => {
    const client = await RawConnection.open(upstream.url);
    client.write(ask('/api/chat', '[[fault=stale]]', false));
    expect((await client.answer()).status).toBe(200);
    client.write(ask('/api/chat', '[[n=1]]', false));
    await client.read(() => false);
    expect(client.isClosed).toBe(true);
    expect(upstream.staleReuses).toBe(1);
  });

  it('refuses connections while told to', async () => {
    await upstream.refuse();
    await expect(RawConnection.open(upstream.url)).rejects.toThrow(/ECONNREFUSED/u);
    await upstream.listen();
    expect((await sendRaw(upstream.url, rawRequest({ path: '/api/version' }))).status).toBe(200);
  });

  it('answers a misspelt marker with an error that says so', async () => {
    const answer = await sendRaw(upstream.url, ask('/v1/messages', '[[fualt=cut]]', true));
    expect(answer.head.line).toMatch(/599 .*no such wish: fualt/u);
  });
});
