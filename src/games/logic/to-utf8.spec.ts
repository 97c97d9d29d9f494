import { toUtf8 } from './to-utf8';

describe('toUtf8', () => {
  it('leaves UTF-8 alone', () => {
    const html = Buffer.from('<meta charset="windows-1252">grüße');
    expect(toUtf8(html)).toBe(html);
  });

  it('converts UTF-16 by its byte order mark', () => {
    const little = Buffer.from('\uFEFF<p>ä', 'utf16le');
    expect(toUtf8(little).toString()).toBe('<p>ä');
    expect(toUtf8(Buffer.from(little).swap16()).toString()).toBe('<p>ä');
  });

  it('believes the charset a legacy document names', () => {
    const html = Buffer.from('<meta charset="iso-8859-2">\xb3', 'latin1');
    expect(toUtf8(html).toString()).toBe('<meta charset="iso-8859-2">ł');
  });

  it.each(['utf-7', 'nonsense', 'utf-8'])(
    'reads bytes that %s cannot explain as windows-1252',
    (label) => {
      const html = Buffer.from(`<meta charset="${label}">\xe4+ADw-script+AD4-`, 'latin1');
      expect(toUtf8(html).toString()).toBe(`<meta charset="${label}">ä+ADw-script+AD4-`);
    },
  );
});
