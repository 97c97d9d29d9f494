import { sniffUpload } from './sniff-upload';

const words = (bytes: Buffer | string) => sniffUpload(Buffer.from(bytes as string));

describe('sniffUpload', () => {
  it.each([
    '<!doctype html><p>x',
    '<SCRIPT>1</SCRIPT>',
    '\uFEFF<html>',
    `<!-- ${'x'.repeat(2000)} --><canvas id=c>`,
  ])('takes HTML however little of it there is: %#', (html) => {
    expect(words(html)).toBeNull();
    expect(words(Buffer.from(`\uFEFF${html}`, 'utf16le'))).toBeNull();
  });

  it.each([
    ['', /empty/u],
    ['hello', /no HTML tag/u],
    ['PK\u0003\u0004....', /Zip/u],
    ['Rar!\u001a', /RAR/u],
    ['<html>\0', /binary/u],
    ['console.log(1 <html', /no HTML tag/u],
  ])('refuses %j and says why', (content, why) => {
    expect(words(content)).toMatch(why);
  });
});
