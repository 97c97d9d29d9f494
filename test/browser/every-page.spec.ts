import { describeInBrowser, Visitor } from '../support/browser';
import { startServer, type RunningServer } from '../support/server';

jest.setTimeout(120_000);

/** Each page with what says that it is there, data included. */
const PAGES = [
  ['/', 'Arcade'],
  ['/upload', 'Upload a game'],
  ['/usage', 'My usage'],
  ['/keys', 'API keys'],
  ['/start', 'Quick start'],
  ['/admin', 'System'],
  ['/admin/users', 'Users'],
] as const;

const LOOKS = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
  { width: 360, scheme: 'light' },
  { width: 360, scheme: 'dark' },
] as const;

/** Compressed script until the first page is there. */
const FIRST_LOAD_BYTES_MAX = 170_000;

describeInBrowser('every page', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });

  it.each(LOOKS)(
    'is accessible, fits and stays on its origin at $width px in $scheme',
    async (look) => {
      const visitor = await Visitor.open(server, look);
      const { page } = visitor;
      const faults: string[] = [];
      const check = async (path: string) => {
        const found = await visitor.accessibilityFaults();
        faults.push(...found.map((fault) => `${path} ${fault}`));
        if ((await visitor.overflow()) > 0) faults.push(`${path} is wider than the window`);
      };
      await page.goto('/login');
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      await check('/login');
      await visitor.logIn(server.admin);
      for (const [path, heading] of PAGES) {
        await page.goto(path);
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        await check(path);
      }
      expect(faults).toEqual([]);
      expect(visitor.complaints).toEqual([]);
      await visitor.close();
    },
  );

  it('draws the GraphQL playground from this server alone', async () => {
    const visitor = await Visitor.open(server);
    await visitor.logIn(server.admin);
    await visitor.page.goto('/graphql');
    // The button is there before the editor behind it has the query.
    await visitor.page.getByText('systemUsage').first().waitFor({ timeout: 30_000 });
    await visitor.page.getByRole('button', { name: /execute query/iu }).click();
    await visitor.page.getByText('"systemUsage"').first().waitFor({ timeout: 30_000 });
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  it('draws the API’s description from this server alone', async () => {
    const visitor = await Visitor.open(server);
    const { page } = visitor;
    await page.goto('/docs');
    await page.getByRole('heading', { name: /^Coinop/u }).waitFor();
    await page.getByText('/api/inference/usage', { exact: true }).first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  });

  it('needs at most 170 kB of compressed script before the arcade is there', async () => {
    const visitor = await Visitor.open(server);
    const sizes: number[] = [];
    visitor.page.on('response', (response) => {
      // The scheme script and the runtime are too small to be worth compressing.
      if (!response.url().endsWith('.js')) return;
      sizes.push(Number(response.headers()['content-length']));
    });
    await visitor.logIn(server.admin);
    // Log-in and arcade together, which is more than either needs.
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX);
    await visitor.close();
  });

  it('is an API answer for programs and for addresses nobody knows', async () => {
    const html = { headers: { accept: 'text/html' } };
    const known = await fetch(`${server.url}/usage`);
    const unknown = await fetch(`${server.url}/api/nowhere`, html);
    const root = await fetch(server.url);
    const page = await fetch(`${server.url}/usage`, html);
    expect([known.status, unknown.status, root.status, page.status]).toEqual([404, 404, 200, 200]);
    expect(unknown.headers.get('content-type')).toContain('application/problem+json');
    expect(await root.text()).toBe('Ollama is running');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
});
