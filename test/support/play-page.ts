import type { BrowserContext, Frame, Page } from 'playwright-core';
import { gameHost } from './games';
import type { RunningServer } from './server';
import { until } from './until';

/**
 * The least that a play page does, on the platform's origin and with its login: start a session, frame
 * the game, hand it its token. Without the policy of the real page, so that what holds a game back in
 * these tests is the game's own headers and the server.
 */
const SCRIPT = `
window.post = async (path, body = {}) => {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-coinop-csrf': '1' } });
  if (!answer.ok) throw new Error(path + ': ' + answer.status + ' ' + await answer.text());
  return answer.json();
};
window.play = async (gameId) => {
  const session = await post('/api/play/sessions', { game_id: gameId });
  const frame = document.createElement('iframe');
  window.strangers = 0;
  window.renewals = [];
  addEventListener('message', (event) => {
    const isGame = event.source === frame.contentWindow && event.origin === session.game_origin;
    if (!isGame || event.data?.nonce !== session.nonce) { window.strangers += 1; return; }
    const { port1, port2 } = new MessageChannel();
    const give = ({ token }) => port1.postMessage({ type: 'token', token, context: { game: session.game, player: session.player } });
    port1.onmessage = async ({ data }) => {
      if (data.type === 'ready') give(window.firstToken ? { token: window.firstToken } : session);
      if (data.type === 'token_please') { window.renewals.push(data.reason); give(await post('/api/play/sessions/' + session.id + '/token')); }
    };
    frame.contentWindow.postMessage({ type: 'arcade:port', nonce: session.nonce }, session.game_origin, [port2]);
  });
  frame.allow = 'fullscreen; gamepad; autoplay';
  frame.style = 'width:100%;height:700px;border:0';
  frame.src = session.game_url + '#arcade=' + session.nonce;
  document.body.append(frame);
  return session;
};`;

export interface OpenGame {
  page: Page;
  frame: Frame;
  session: { id: string; token: string; game_origin: string };
}

export async function openPlayPage(
  context: BrowserContext,
  server: RunningServer,
  who: { username: string; password: string },
): Promise<Page> {
  const page = await context.newPage();
  const platform = `http://localhost:${server.port}`;
  // Any answer of the platform without a policy will do; a made-up one would not count as local.
  await page.goto(`${platform}/health`);
  await page.evaluate(SCRIPT);
  await page.evaluate(`post('/auth/login', ${JSON.stringify(who)})`);
  return page;
}

export async function openGame(
  page: Page,
  server: RunningServer,
  gameId: string,
): Promise<OpenGame> {
  const session = await page.evaluate<OpenGame['session']>(`play('${gameId}')`);
  const origin = `http://${gameHost(server, gameId)}`;
  const frame = await until(() => page.frames().find((one) => one.url().startsWith(origin)), {
    what: 'the frame of the game',
    deadlineMs: 15_000,
  });
  await frame.waitForLoadState('load');
  return { page, frame, session };
}
