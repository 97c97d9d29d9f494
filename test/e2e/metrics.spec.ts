import { call } from '../support/calls';
import { json } from '../support/client';
import { startBench } from '../support/bench';
import { startServer } from '../support/server';

jest.setTimeout(60_000);

describe('GET /metrics', () => {
  it('counts calls by outcome, tokens and rejections, and names no user, key or model', async () => {
    const bench = await startBench({ METRICS_TOKEN: 'scrape-canary-7' });
    const player = await bench.user();
    const poor = await bench.user({ tokenLimit: 1 });
    expect((await call(bench.url, player, 'hello [[n=3]]')).status).toBe(200);
    expect((await call(bench.url, player, 'hello [[status=500]]')).status).toBeGreaterThan(499);
    expect((await call(bench.url, poor, 'hello')).status).toBe(429);
    await bench.settled(player, 2);
    const scrape = await json(`${bench.url}/metrics`, { token: 'scrape-canary-7' });
    expect(scrape.status).toBe(200);
    expect(scrape.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const sum = (name: string, labels = '') =>
      scrape.text
        .split('\n')
        .filter((line) => line.startsWith(name) && line.includes(labels))
        .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
    expect(sum('coinop_inference_requests_total{', 'outcome="ok"')).toBe(1);
    expect(sum('coinop_inference_requests_total{', 'outcome="upstream_error"')).toBe(1);
    expect(sum('coinop_tokens_total{', 'type="output"')).toBe(3);
    expect(sum('coinop_limit_rejections_total{', 'scope="user"')).toBe(1);
    expect(sum('coinop_inference_in_flight ')).toBe(0);
    expect(sum('coinop_build_info{')).toBe(1);
    expect(scrape.text).toMatch(/^coinop_upstream_up\{provider="anthropic"\} 0$/mu);
    for (const secret of [player.id, player.username, player.key, 'hello', 'scrape-canary-7']) {
      expect(scrape.text).not.toContain(secret);
    }
  });

  it('asks for its token where there is one, and for nothing else', async () => {
    const guarded = await startServer({ env: { METRICS_TOKEN: 'scrape-canary-7' } });
    expect((await json(`${guarded.url}/metrics`)).status).toBe(401);
    expect((await json(`${guarded.url}/metrics`, { token: 'scrape-canary-8' })).status).toBe(401);
    const open = await startServer();
    expect((await json(`${open.url}/metrics`)).status).toBe(200);
  });
});
