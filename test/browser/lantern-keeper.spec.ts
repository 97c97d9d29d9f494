import { describeInBrowser, Visitor } from '../support/browser';
import { json, login } from '../support/client';
import { openGame, openPlayPage } from '../support/play-page';
import { DEMO_ONLY, startServer } from '../support/server';

jest.setTimeout(120_000);

describeInBrowser('The Lantern Keeper', () => {
  it('can be played to its end with the demo model, on a phone', async () => {
    const server = await startServer({ env: DEMO_ONLY });
    const { access_token: token } = await login(server.url, server.admin);
    const { body } = await json(`${server.url}/api/games?search=lantern`, { token });
    const { context } = await Visitor.open(server, { width: 390, height: 760 });
    const page = await openPlayPage(context, server, server.admin);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const { frame } = await openGame(page, server, body.games[0].id);

    for (let night = 1; night <= 7; night += 1) {
      await frame.getByRole('heading', { name: `Night ${night} ·` }).waitFor();
      if (night === 2) {
        await frame.getByLabel('What do you do?').fill('Open the door and offer tea');
        await frame.getByRole('button', { name: 'Do it' }).click();
      } else {
        await frame.locator('#choices button').first().click();
      }
      const next = frame.getByRole('button', {
        name: night < 7 ? 'Wait for dusk' : /Keep the light/u,
      });
      const voice = frame.locator('.voice').nth(night - 1);
      await next.waitFor();
      expect((await voice.textContent())?.length).toBeGreaterThan(20);
      if (night < 7 && (await frame.locator('#oil').textContent()) !== '0') await next.click();
    }
    expect(await frame.locator('#saved').textContent()).toBe('7');
    expect(await frame.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(errors).toEqual([]);
    if (process.env.SCREENSHOTS !== undefined) {
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/lantern-keeper-phone.png` });
    }
  });
});
