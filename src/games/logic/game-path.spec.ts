import { parseGamePath, versionOfReferer } from './game-path';

describe('parseGamePath', () => {
  it.each([
    ['/', null, 'index.html'],
    ['/~v3/', 3, 'index.html'],
    ['/~v3', 3, 'index.html'],
    ['/~v12/img/a%20b.png', 12, 'img/a b.png'],
    ['/img/', null, 'img/index.html'],
    ['/~v1/../x', 1, '../x'],
    ['/%2e%2e%2fetc/passwd', null, '../etc/passwd'],
    ['/%252e%252e/x', null, '%2e%2e/x'],
    ['/~vx/a', null, '~vx/a'],
    ['/~v1234567890/a', null, '~v1234567890/a'],
    ['/e\u0301.png', null, '\u00e9.png'],
  ])('%s is version %s, file %s: a name to look up, never a path to open', (url, version, file) => {
    expect(parseGamePath(url)).toEqual({ version, file });
  });

  it.each([
    '',
    'index.html',
    '*',
    '/a%00b',
    '/a\\b',
    '/a%5Cb',
    '/%c0%ae/x',
    '/%zz',
    `/${'a'.repeat(3000)}`,
  ])('refuses %j', (url) => {
    expect(parseGamePath(url)).toBeNull();
  });
});

describe('versionOfReferer', () => {
  const self = 'http://g-abcdefghij.localhost:3000';
  it('believes only pages of the same game', () => {
    expect(versionOfReferer(`${self}/~v4/index.html?x#y`, self)).toBe(4);
    expect(versionOfReferer(`${self}/index.html`, self)).toBeNull();
    expect(versionOfReferer('http://localhost:3000/~v4/', self)).toBeNull();
    expect(versionOfReferer(`${self}.evil/~v4/`, self)).toBeNull();
    expect(versionOfReferer(undefined, self)).toBeNull();
  });
});
