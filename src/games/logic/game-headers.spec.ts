import { cacheControl, gameHeaders } from './game-headers';
import { fileTypeOf } from './content-types';

const headers = gameHeaders({
  self: 'http://g-abcdefghij.localhost:3000',
  platforms: ['http://localhost:3000', 'http://127.0.0.1:3000'],
});
const policy = headers['content-security-policy']!;

describe('gameHeaders', () => {
  it('lets a game reach its own origin and nothing else', () => {
    const allowed = policy.matchAll(/(?:https?|wss?):\S+?(?=[\s;]|$)/gu);
    const hosts = [...new Set([...allowed].map(([origin]) => origin))];
    expect(hosts).toEqual([
      'http://g-abcdefghij.localhost:3000',
      'http://localhost:3000',
      'http://127.0.0.1:3000',
    ]);
    expect(policy).toContain(
      "default-src http://g-abcdefghij.localhost:3000 data: blob: 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src http://g-abcdefghij.localhost:3000 data: blob:;",
    );
    expect(policy).toContain('frame-ancestors http://localhost:3000 http://127.0.0.1:3000;');
    expect(policy).toContain("frame-src 'none'; object-src 'none'; form-action 'none';");
  });

  it('never lets a game open windows, leave its frame or download', () => {
    expect(policy).toMatch(/^sandbox /u);
    expect(policy).not.toMatch(/allow-(?:popups|top-navigation|downloads|storage-access)/u);
  });

  it('forbids sniffing, and powers such as the camera', () => {
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });
});

describe('cacheControl', () => {
  it('keeps versioned files for ever and documents not at all', () => {
    expect(cacheControl(true, false)).toContain('immutable');
    expect(cacheControl(true, true)).toBe('private, no-store');
    expect(cacheControl(false, false)).toBe('private, no-cache');
  });
});

describe('fileTypeOf', () => {
  it.each([
    ['index.html', 'text/html; charset=utf-8', null],
    ['a/b/GAME.WASM', 'application/wasm', null],
    ['game.wasm.br', 'application/wasm', 'br'],
    ['data.json.gz', 'application/json; charset=utf-8', 'gzip'],
    ['archive.gz', 'application/octet-stream', null],
    ['picture.jpg.html', 'text/html; charset=utf-8', null],
    ['page.html.jpg', 'image/jpeg', null],
    ['README', 'application/octet-stream', null],
    ['x.constructor', 'application/octet-stream', null],
    ['.html', 'text/html; charset=utf-8', null],
  ])('%s is %s (%s)', (path, type, encoding) => {
    expect(fileTypeOf(path)).toEqual({ type, encoding });
  });
});
