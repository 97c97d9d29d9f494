import { given, json } from '../support/client';
import { committedEdges } from '../support/edges';
import { startServer, type RunningServer } from '../support/server';

jest.setTimeout(60_000);

describe('the API’s description', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer();
  });

  it('has every REST route that is no page, with its permission and what it takes', async () => {
    const document = await given(`${server.url}/docs-json`);
    expect(document.openapi).toMatch(/^3\./u);
    const text = JSON.stringify(document);
    const routes = [...committedEdges().keys()].filter((edge) =>
      /^[A-Z]+ \/(api|auth|v1)/u.test(edge),
    );
    expect(routes.length).toBeGreaterThan(60);
    for (const route of routes) {
      const path = route
        .split(' ')[1]!
        .replaceAll(/:(\w+)/gu, '{$1}')
        .replace('/*', '/');
      expect([path, text.includes(path)]).toEqual([path, true]);
    }
    const create = document.paths['/api/keys'].post;
    expect(create['x-permission']).toBe('account:write');
    expect(create.security).toEqual([{ bearer: [] }, { 'api-key': [] }]);
    const body = create.requestBody.content['application/json'].schema;
    expect(body.required).toEqual(['name']);
    expect(body.properties).toHaveProperty('token_limit');
    const query = document.paths['/api/inference/usage'].get.parameters;
    expect(query.map(({ name }: { name: string }) => name)).toEqual(['limit', 'cursor']);
    expect(document.paths['/api/games'].post.requestBody.content).toHaveProperty([
      'multipart/form-data',
    ]);
    expect(document.paths['/auth/login'].post).not.toHaveProperty('security');
    expect(document.paths).not.toHaveProperty(['/login']);
  });

  it('is drawn by files of this server alone', async () => {
    const page = await json(`${server.url}/docs`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    const files = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/gu)].map(([, file]) => file!);
    expect(files).toHaveLength(3);
    for (const file of files) {
      const answer = await json(`${server.url}${file}`);
      expect([file, answer.status]).toEqual([file, 200]);
      expect(answer.headers.get('content-type')).toMatch(/^text\/(css|javascript)/u);
    }
    for (const file of ['package.json', 'index.html', '..%2fpackage.json', 'toString']) {
      expect([file, (await json(`${server.url}/docs/${file}`)).status]).toEqual([file, 404]);
    }
  });

  it('explains the errors that answers point to', async () => {
    const { body } = await json(`${server.url}/api/keys`);
    const page = await json(`${server.url}${body.type}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`<tr id="${body.code}">`);
  });
});
