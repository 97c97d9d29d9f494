import { parseEncryptionKeys } from '../config/encryption-keys';
import { isSealedWithOldKey, openText, sealText } from './key-ring';

const base64 = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const old = parseEncryptionKeys(`a:${base64(1)}`)!;
const rotated = parseEncryptionKeys(`b:${base64(2)},a:${base64(1)}`)!;

it('opens what it sealed, only in the same context', () => {
  const sealed = sealText(old, 'sk-secret', 'provider:1:https://a');
  expect(sealed).not.toContain('sk-secret');
  expect(openText(old, sealed, 'provider:1:https://a')).toBe('sk-secret');
  expect(openText(old, sealed, 'provider:1:https://b')).toBeNull();
  expect(openText(old, sealed, 'provider:2:https://a')).toBeNull();
});

it('opens with every key of the ring and seals with the first', () => {
  const sealed = sealText(old, 'x', 'c');
  expect(openText(rotated, sealed, 'c')).toBe('x');
  expect(isSealedWithOldKey(rotated, sealed)).toBe(true);
  const fresh = sealText(rotated, 'x', 'c');
  expect(isSealedWithOldKey(rotated, fresh)).toBe(false);
  expect(openText(old, fresh, 'c')).toBeNull();
});

it('is never the same twice, and notices any change', () => {
  const sealed = sealText(old, 'x', 'c');
  expect(sealText(old, 'x', 'c')).not.toBe(sealed);
  const at = sealed.length - 3;
  const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
  expect(openText(old, changed, 'c')).toBeNull();
  expect(openText(old, 'v1.a.AAAA', 'c')).toBeNull();
  expect(openText(old, 'nonsense', 'c')).toBeNull();
});

it.each([
  ['', null],
  ['a:short', null],
  [base64(1), null],
  [`a:${base64(1)},a:${base64(2)}`, null],
  [`a b:${base64(1)}`, null],
])('refuses the ring %s', (text, expected) => {
  expect(parseEncryptionKeys(text)).toBe(expected);
});
