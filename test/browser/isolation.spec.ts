import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { describeInBrowser, Visitor } from '../support/browser';
import { createUser, login, type Person } from '../support/client';
import { gameHost, uploadGame } from '../support/games';
import { openGame, openPlayPage, type OpenGame } from '../support/play-page';
import { DEMO_ONLY, startServer, type RunningServer } from '../support/server';
import { until } from '../support/until';

jest.setTimeout(60_000);

/** Its first statement is a plain call of the API; the rest is what the tests make it do. */
const HTML = readFileSync(join(__dirname, '../fixtures/games/attack.html'), 'utf8');

let server: RunningServer;
let context: BrowserContext;
let outside: Server;
let evil: string;
let admin: string;
let maker: Person;
let game: { id: string };
let other: { id: string };
let page: Page;
let open: OpenGame;
let frame: Frame;
/** What reached a server other than ours. */
const leaked: string[] = [];
/** Answers of the platform to requests that a game's frame made. */
const reached: string[] = [];

describeInBrowser('games in a browser', () => {
  beforeAll(async () => {
    server = await startServer({ env: DEMO_ONLY });
    outside = createServer((request, response) => {
      leaked.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*');
      response.end('caught');
    });
    await new Promise<void>((done) => outside.listen(0, '127.0.0.1', done));
    evil = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
    admin = (await login(server.url, server.admin)).access_token;
    maker = await createUser(server.url, admin);
    game = await uploadGame(server.url, maker.token, HTML, 'Attack');
    other = await uploadGame(server.url, maker.token, HTML, 'Other');
    ({ context } = await Visitor.open(server));
    page = await openPlayPage(context, server, server.admin);
    page.on('response', (response) => {
      const request = response.request();
      const isPlatform = new URL(request.url()).host === `localhost:${server.port}`;
      if (isPlatform && request.frame() !== page.mainFrame()) reached.push(request.url());
    });
    open = await openGame(page, server, game.id);
    ({ frame } = open);
  });

  afterAll(() => void outside.close());

  describe('a game that means well', () => {
    it('may call the API as its first statement, without a key', async () => {
      expect(await frame.evaluate('first')).toMatchObject({
        status: 200,
        body: { spent: 0 },
      });
    });

    it('is told where it is, and keeps its address clean', async () => {
      const facts = await frame.evaluate(
        `arcade.ready().then((context) => ({
        context,
        hash: location.hash,
        hosted: arcade.hosted,
        base: arcade.ai.baseURL('anthropic'),
      }))`,
      );
      expect(facts).toMatchObject({
        hash: '',
        hosted: true,
        context: { game: { id: game.id, title: 'Attack' }, player: { name: 'admin' } },
        base: `http://${gameHost(server, game.id)}/api/inference/anthropic`,
      });
    });

    it('may use XMLHttpRequest, and its own keys are left out', async () => {
      const status = await frame.evaluate('attack.xhr()');
      expect(status).toBe(200);
    });

    it('streams a model’s answer to a plain fetch, and the spending is its own', async () => {
      const { status, parts } = await frame.evaluate<{
        status: number;
        parts: { atMs: number; text: string }[];
      }>('attack.talk()');
      expect(status).toBe(200);
      expect(parts.map((part) => part.text).join('')).toMatch(/message_start[^]+message_stop/u);
      expect(parts.length).toBeGreaterThan(3);
      expect(parts.at(-1)!.atMs - parts[0]!.atMs).toBeGreaterThan(50);
      const budget = await until(async () => {
        const answer = await frame.evaluate<{ spent: number }>('arcade.budget.get()');
        return answer.spent > 0 && answer;
      });
      expect(budget).toEqual({
        limit: 20_000,
        spent: budget.spent,
        remaining: 20_000 - budget.spent,
      });
    });

    it('may use the small SDK instead', async () => {
      const answer = await frame.evaluate<any>('attack.ask()');
      expect(answer.parts).toBeGreaterThan(3);
      expect(answer.final.text.length).toBeGreaterThan(10);
      expect(answer.final.usage.output).toBeGreaterThan(0);
      expect(await frame.evaluate('attack.limits()')).toMatchObject({
        isLimit: false,
        status: 404,
      });
    });

    it('keeps what it stores, apart from other games', async () => {
      const mine = await frame.evaluate("localStorage.getItem('visits')");
      expect(mine).toBe('1');
      const second = await openPlayPage(context, server, server.admin);
      const theirs = await openGame(second, server, other.id);
      expect(await theirs.frame.evaluate("localStorage.getItem('visits')")).toBe('1');
      const again = await openPlayPage(context, server, server.admin);
      const back = await openGame(again, server, game.id);
      expect(await back.frame.evaluate("localStorage.getItem('visits')")).toBe('2');
      await second.close();
      await again.close();
    });

    it('gets a fresh token when its own is no longer good, without noticing', async () => {
      const fresh = await openPlayPage(context, server, server.admin);
      await fresh.evaluate(`firstToken = 'pt_${'A'.repeat(43)}'`);
      const renewed = await openGame(fresh, server, game.id);
      expect(await renewed.frame.evaluate('first')).toMatchObject({
        status: 200,
      });
      expect(await fresh.evaluate('renewals')).toEqual(['expired']);
      await fresh.close();
    });

    it('meets the page again after it reloaded itself', async () => {
      const fresh = await openPlayPage(context, server, server.admin);
      const played = await openGame(fresh, server, game.id);
      await played.frame.evaluate('first');
      await Promise.all([
        played.frame.waitForNavigation(),
        played.frame.evaluate('location.reload()'),
      ]);
      expect(await played.frame.evaluate('first')).toMatchObject({ status: 200 });
      expect(await played.frame.evaluate('arcade.hosted')).toBe(true);
      await fresh.close();
    });
  });

  describe('a game that means ill', () => {
    it('sees no cookie of the platform, although an admin is logged in', async () => {
      expect(await frame.evaluate('document.cookie')).toBe('');
      const cookies = await context.cookies(`http://localhost:${server.port}`);
      expect(cookies.length).toBeGreaterThan(0);
      expect(await context.cookies(`http://${gameHost(server, game.id)}`)).toEqual([]);
    });

    it('can plant no cookie for the platform or for other games', async () => {
      await frame.evaluate('attack.plantCookies()');
      for (const host of [`localhost:${server.port}`, gameHost(server, other.id)]) {
        const names = (await context.cookies(`http://${host}`)).map((cookie) => cookie.name);
        expect(names).not.toContain('evil');
      }
    });

    it.each([
      'parent.document',
      'top.location.href',
      'parent.localStorage',
      'parent.session',
      'frameElement.ownerDocument.title',
    ])('cannot look at %s', async (expression) => {
      const seen = await frame.evaluate(`attack.look(${JSON.stringify(expression)})`);
      expect(seen).toMatch(/^(?:SecurityError|TypeError)$/u);
    });

    it('reaches nothing of the platform, whatever way it tries', async () => {
      const platforms = [`http://localhost:${server.port}`, server.url];
      for (const platform of platforms) {
        const results = await frame.evaluate(`attack.reach('${platform}')`);
        expect(results).toEqual({
          json: 'TypeError',
          simple: 'TypeError',
          noCors: 'TypeError',
          image: 'blocked',
          script: 'blocked',
          socket: 'blocked',
          events: 'blocked',
        });
      }
      expect(reached).toEqual([]);
    });

    it('finds no GraphQL, login or keys on its own host', async () => {
      const calls = [
        ['/graphql', { method: 'POST', body: '{"query":"{me{id}}"}' }],
        ['/graphql'],
        ['/auth/me'],
        ['/api/keys'],
        ['/admin/api/users'],
      ];
      const statuses = await frame.evaluate(`attack.statuses(${JSON.stringify(calls)})`);
      expect(statuses).toEqual([404, 404, 404, 404, 404]);
    });

    it('sends nothing to other servers', async () => {
      const results = await frame.evaluate<object>(`attack.reach('${evil}')`);
      expect(new Set(Object.values(results))).toEqual(new Set(['TypeError', 'blocked']));
      await frame.evaluate(`attack.smuggle('${evil}')`);
      await frame.evaluate('attack.settle()');
      expect(leaked).toEqual([]);
    });

    it('opens no window and does not move the tab', async () => {
      const before = page.url();
      const pages = context.pages().length;
      await frame.evaluate(`attack.escape('${evil}')`);
      await frame.evaluate('attack.settle()');
      expect(page.url()).toBe(before);
      expect(context.pages().length).toBe(pages);
      expect(leaked).toEqual([]);
    });

    it('cannot frame another game or the platform', async () => {
      const before = page.frames().length;
      const hosts = [gameHost(server, other.id), `localhost:${server.port}`];
      const urls = hosts.map((host) => `http://${host}/`);
      await frame.evaluate(`attack.frame(${JSON.stringify(urls)})`);
      await frame.evaluate('attack.settle()');
      const inner = page.frames().slice(before);
      for (const one of inner) expect(one.url()).not.toMatch(/^http:/u);
      expect(reached).toEqual([]);
    });

    it('registers no service worker', async () => {
      const scripts = ['/~v1/index.html', '/__arcade/boot.js', '/~v1/nothing.js'];
      const results = await frame.evaluate(`attack.registerWorkers(${JSON.stringify(scripts)})`);
      expect(results).not.toContain('registered');
    });

    it('gets nowhere with a fetch that was not patched', async () => {
      const status = await frame.evaluate('attack.unpatched()');
      expect(status).toBe(401);
    });

    it('cannot use the token of another game, nor its own anywhere else', async () => {
      const second = await openPlayPage(context, server, server.admin);
      const theirs = await openGame(second, server, other.id);
      const ask = (url: string, token: string) =>
        fetch(url, { headers: { authorization: `Bearer ${token}` } }).then((one) => one.status);
      expect(await ask(`${server.url}/api/play/budget`, theirs.session.token)).toBe(403);
      expect(await ask(`${server.url}/api/keys`, theirs.session.token)).toBe(401);
      await second.close();
    });
  });

  it('a game opened by itself leads to the arcade and gets no token', async () => {
    const alone = await context.newPage();
    await alone.goto(`http://${gameHost(server, game.id)}/`);
    const link = alone.getByRole('link', { name: 'Open in the arcade' });
    expect(await link.getAttribute('href')).toBe(`http://localhost:${server.port}/play/${game.id}`);
    expect(await alone.evaluate('first')).toMatchObject({ status: 401 });
    await alone.close();
  });
});
