import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { RunningServer } from './server';

const CHROMIUM =
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  ) ?? '';

/** Tests that need a browser say so when there is none, instead of failing. */
export const describeInBrowser = CHROMIUM === '' ? describe.skip : describe;

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The last of these switches counts. Playwright's own turns off the partitioning of storage, without
  // which Chromium denies a frame of another site any storage: people's browsers have it.
  '--disable-features=MediaRouter,OptimizationHints,Translate',
];
const ACTION_DEADLINE_MS = 15_000;

export interface Look {
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
}

let browser: Browser | undefined;

afterAll(async () => {
  await browser?.close();
  browser = undefined;
});

/** One person at a browser: a context of their own, and all that went wrong in it. */
export class Visitor {
  /** What the console complained about and what was asked of other machines, so far. */
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Opens on `localhost`, because games live beside that name. */
  static async open(server: RunningServer, look: Look = {}): Promise<Visitor> {
    browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    const { width = 1280, height = 800, scheme = 'light' } = look;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      baseURL: `http://localhost:${server.port}`,
    });
    context.setDefaultTimeout(ACTION_DEADLINE_MS);
    const visitor = new Visitor(context, await context.newPage(), `localhost:${server.port}`);
    visitor.listen();
    return visitor;
  }

  private listen(): void {
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`console: ${message.text()}`);
    });
    this.page.on('pageerror', (error) => this.complaints.push(`error: ${error.message}`));
    this.context.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      const isOurs = host === this.origin || host.endsWith(`.${this.origin}`);
      if (!isOurs && protocol !== 'blob:' && protocol !== 'data:') {
        this.complaints.push(`request off the origin: ${request.url()}`);
      }
    });
  }

  /** Through the form, as people do. */
  async logIn(who: { username: string; password: string }): Promise<void> {
    await this.page.goto('/login');
    await this.page.getByRole('textbox', { name: 'User name' }).fill(who.username);
    await this.page.getByRole('textbox', { name: 'Password' }).fill(who.password);
    await this.page.getByRole('button', { name: 'Log in' }).click();
    await this.page.getByRole('heading', { name: 'Arcade', level: 1 }).waitFor();
  }

  /** Rules of axe that the page breaks with serious or critical effect, with the elements. */
  async accessibilityFaults(): Promise<string[]> {
    await this.page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    return this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const { violations } = await axe.run({ iframes: false });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    });
  }

  /** Pixels by which the page is wider than the window. */
  overflow(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

interface Axe {
  run(options: { iframes: boolean }): Promise<{
    violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
  }>;
}
