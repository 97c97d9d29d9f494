import { describeInBrowser, Visitor } from '../support/browser';
import { login } from '../support/client';
import { uploadGame, type UploadedGame } from '../support/games';
import { startServer, type RunningServer } from '../support/server';

jest.setTimeout(90_000);

/** Asks the demo model by plain fetch, streaming, and shows what comes. */
const GAME = `<!doctype html><title>Talking Well</title>
<button>Ask</button><p id="answer"></p><p id="state"></p>
<script>
  document.querySelector('button').onclick = async () => {
    const response = await fetch('/api/inference/anthropic/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'demo', max_tokens: 300, stream: true,
        messages: [{ role: 'user', content: 'Tell me of the sea.' }] }),
    });
    document.querySelector('#state').textContent = String(response.status);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      document.querySelector('#answer').textContent += value;
    }
    document.querySelector('#state').textContent += ' done';
  };
</script>`;

/** Keeps every number the meter shows, in order, in `seen`. Text, because it runs in the page. */
const WATCH_METER = `
  globalThis.seen = [];
  const meter = document.querySelector('[data-testid=token-meter]');
  new MutationObserver(() => seen.push(meter.dataset.tokens)).observe(meter, { attributes: true });
`;

describeInBrowser('the play page', () => {
  let server: RunningServer;
  let game: UploadedGame;
  let visitor: Visitor;

  beforeAll(async () => {
    server = await startServer({ env: { DEMO: 'on' } });
    const { access_token: token } = await login(server.url, server.admin);
    game = await uploadGame(server.url, token, GAME, 'Talking Well');
  });

  beforeEach(async () => {
    visitor = await Visitor.open(server);
    await visitor.logIn(server.admin);
    await visitor.page.getByRole('link', { name: 'Talking Well' }).click();
    await visitor.page.getByRole('button', { name: 'Start playing' }).click();
  });

  afterEach(() => visitor.close());

  const gameFrame = () => visitor.page.getByTitle('Talking Well, the game').contentFrame();

  it('moves the meter while an answer arrives, and ends on what was booked', async () => {
    const { page } = visitor;
    await page.getByTestId('token-meter').waitFor();
    await page.evaluate(WATCH_METER);
    await gameFrame().getByRole('button', { name: 'Ask' }).click();
    await gameFrame().getByText('200 done').waitFor();
    const spent = page.getByRole('status').filter({ hasText: /^[1-9][\d,]* tokens spent/u });
    await spent.waitFor();
    const seen = (await page.evaluate('seen')) as string[];
    expect(new Set(seen).size).toBeGreaterThan(2);
    const booked = Number(/^[\d,]+/u.exec((await spent.textContent()) ?? '')![0].replace(',', ''));
    const usage = await page.evaluate(async () => {
      const response = await fetch('/api/inference/usage?limit=1');
      return (await response.json()) as { usage_history: { total_tokens: number }[] };
    });
    expect(booked).toBe(usage.usage_history[0]!.total_tokens);
    expect(visitor.complaints).toEqual([]);
  });

  it('stops the game at a press, says what it cost, and plays again', async () => {
    const { page } = visitor;
    await gameFrame().getByRole('button', { name: 'Ask' }).click();
    await gameFrame().getByText('200', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('heading', { name: 'Stopped' }).waitFor();
    expect(await page.locator('iframe').count()).toBe(0);
    await page.getByRole('button', { name: 'Play again' }).click();
    await page.getByTitle('Talking Well, the game').waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('lets the game be framed from its own origin only', async () => {
    const { page } = visitor;
    const frame = page.getByTitle('Talking Well, the game');
    const source = new URL((await frame.getAttribute('src')) ?? '');
    expect(source.hostname).toBe(`g-${game.id}.localhost`);
    const response = await page.reload();
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain(`frame-src ${source.origin}`);
    // What was played once starts without asking again.
    await frame.waitFor();
  });

  it('is accessible while playing', async () => {
    await gameFrame().getByRole('button', { name: 'Ask' }).waitFor();
    expect(await visitor.accessibilityFaults()).toEqual([]);
    expect(await visitor.overflow()).toBe(0);
  });
});
