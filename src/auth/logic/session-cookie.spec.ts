import { readCookie, renderCookie } from './session-cookie';

describe('renderCookie', () => {
  it('is tied to the host and secure on https', () => {
    expect(renderCookie(true, 'abc', 60_000)).toBe(
      '__Host-coinop_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure',
    );
  });

  it('has a plain name on http, where browsers drop secure cookies', () => {
    expect(renderCookie(false, 'abc', 60_000)).toBe(
      'coinop_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60',
    );
  });

  it('takes the cookie away', () => {
    expect(renderCookie(false, null, 60_000)).toContain('coinop_session=; Path=/');
    expect(renderCookie(false, null, 60_000)).toContain('Max-Age=0');
  });
});

describe('readCookie', () => {
  it.each([
    ['coinop_session=abc', false, 'abc'],
    ['a=1; coinop_session=abc; b=2', false, 'abc'],
    ['__Host-coinop_session=abc', true, 'abc'],
    ['coinop_session=abc', true, undefined],
    ['__Host-coinop_session=abc', false, undefined],
    ['coinop_session=abc; coinop_session=evil', false, undefined],
    ['xcoinop_session=abc', false, undefined],
    ['coinop_session=', false, undefined],
    [undefined, false, undefined],
  ])('%j (https: %s) is %j', (header, isHttps, value) => {
    expect(readCookie(header, isHttps)).toBe(value);
  });
});
