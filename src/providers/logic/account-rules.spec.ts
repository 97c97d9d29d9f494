import { addressWarnings, keyHint, normalBaseUrl } from './account-rules';

it.each([
  ['https://api.example.com/v1/', 'https://api.example.com/v1'],
  ['HTTP://Example.com:8080', 'http://example.com:8080'],
  // As a browser reads it: ways to write an address that a check by text would miss.
  ['http://0x7f.1/v1', 'http://127.0.0.1/v1'],
  ['http://2130706433', 'http://127.0.0.1'],
  ['https://user:pass@example.com', null],
  ['https://example.com/v1?key=x', null],
  ['https://example.com/#x', null],
  ['ftp://example.com', null],
  ['file:///etc/passwd', null],
  ['example.com', null],
  [`https://example.com/${'x'.repeat(500)}`, null],
])('stores %s as %s', (text, expected) => {
  expect(normalBaseUrl(text)).toBe(expected);
});

it('hints at a key only when it is long enough', () => {
  expect(keyHint('sk-proj-0123456789wxyz')).toBe('…wxyz');
  expect(keyHint('short')).toBe('…');
  expect(keyHint(null)).toBeNull();
});

it('warns of own networks and of keys in the clear', () => {
  expect(addressWarnings('http://10.0.0.1/v1', false)).toHaveLength(1);
  expect(addressWarnings('http://example.com/v1', true)[0]).toMatch('not encrypted');
  expect(addressWarnings('https://example.com/v1', true)).toEqual([]);
});
