import { describeInBrowser, Visitor } from '../support/browser';
import { json } from '../support/client';
import { startServer, type RunningServer } from '../support/server';
import { until } from '../support/until';

jest.setTimeout(90_000);

const GAME = '<!doctype html><title>Echo Cave</title><h1>Say something</h1>';

describeInBrowser('the web app', () => {
  let server: RunningServer;
  let visitor: Visitor;

  beforeAll(async () => {
    server = await startServer();
  });

  beforeEach(async () => {
    visitor = await Visitor.open(server);
  });

  afterEach(() => visitor.close());

  it('sends strangers to log in and brings them back to where they wanted to go', async () => {
    const { page } = visitor;
    await page.goto('/keys');
    await page.getByRole('textbox', { name: 'User name' }).fill(server.admin.username);
    await page.getByRole('textbox', { name: 'Password' }).fill(server.admin.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/keys');
    expect(visitor.complaints).toEqual([]);
  });

  it('never leaves the server after log-in, whatever the address says', async () => {
    await visitor.page.goto('/login?next=//evil.example/');
    await visitor.page.getByRole('textbox', { name: 'User name' }).fill(server.admin.username);
    await visitor.page.getByRole('textbox', { name: 'Password' }).fill(server.admin.password);
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('heading', { name: 'Arcade', level: 1 }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('says why a log-in failed, with the request id', async () => {
    const { page } = visitor;
    await page.goto('/login');
    await page.getByRole('textbox', { name: 'User name' }).fill('nobody');
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.getByRole('button', { name: 'Log in' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/Request id [0-9a-f-]{36}/u);
  });

  it('publishes an HTML file and shows it in the arcade', async () => {
    const { page } = visitor;
    await visitor.logIn(server.admin);
    await page.getByRole('link', { name: 'Upload a game' }).click();
    await page
      .getByLabel('Choose a file')
      .last()
      .setInputFiles({
        name: 'cave.html',
        mimeType: 'text/html',
        buffer: Buffer.from(GAME),
      });
    // The title is read from the file itself.
    const title = page.getByRole('textbox', { name: 'Title' });
    await until(async () => (await title.inputValue()) === 'Echo Cave', { what: 'the title' });
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('heading', { name: '“Echo Cave” is in the arcade' }).waitFor();
    await page.getByRole('link', { name: 'Arcade', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Search games' }).fill('echo');
    await page.getByRole('link', { name: 'Echo Cave' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
    expect(visitor.complaints).toEqual([]);
  });

  it('shows a new API key once, which then works, until it is revoked', async () => {
    const { page } = visitor;
    await visitor.logIn(server.admin);
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('laptop');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const secret = (await page.getByTestId('new-key').textContent()) ?? '';
    expect(secret).toMatch(/^sk-coinop-/u);
    await page.getByRole('button', { name: 'I have it' }).click();
    expect(await page.content()).not.toContain(secret);
    const me = () => json(`${server.url}/auth/me`, { token: secret });
    expect((await me()).status).toBe(200);

    await page.getByRole('button', { name: 'Revoke laptop' }).click();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('heading', { name: 'No keys yet' }).waitFor();
    expect((await me()).status).toBe(401);
    expect(visitor.complaints).toEqual([]);
  });

  it('lets an admin make a user with a limit and switch them off again', async () => {
    const { page } = visitor;
    const person = { username: 'grace', password: 'pw-canary-grace-9x' };
    await visitor.logIn(server.admin);
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('button', { name: 'New user' }).click();
    await page.getByRole('textbox', { name: 'User name' }).fill(person.username);
    await page.getByRole('textbox', { name: 'Password' }).fill(person.password);
    await page.getByRole('textbox', { name: 'Tokens' }).fill('5000');
    await page.getByRole('button', { name: 'Make the user' }).click();
    const row = page.getByRole('row', { name: /grace/u });
    await row.waitFor();
    expect(await row.textContent()).toContain('5,000');
    expect((await json(`${server.url}/auth/login`, { body: person })).status).toBe(200);

    await page.getByRole('button', { name: 'Change grace' }).click();
    await page.getByRole('switch', { name: 'Active' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await row.getByText('deactivated').waitFor();
    expect((await json(`${server.url}/auth/login`, { body: person })).status).toBe(403);
    expect(visitor.complaints).toEqual([]);
  });

  it('works with the keyboard alone, from the log-in to a new key', async () => {
    const { page } = visitor;
    await page.goto('/login?next=/keys');
    await page.getByRole('textbox', { name: 'User name' }).waitFor();
    await page.keyboard.type(server.admin.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(server.admin.password);
    await page.keyboard.press('Enter');
    const create = page.getByRole('button', { name: 'New key' });
    await create.waitFor();
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab');
      if (await create.evaluate((button) => button === button.ownerDocument.activeElement)) break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('from the keyboard');
    await page.keyboard.press('Enter');
    await page.getByTestId('new-key').waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});
