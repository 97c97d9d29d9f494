import { passwordFault, removesLastAdmin, USERNAME_PATTERN } from './account-rules';

describe('passwordFault', () => {
  it.each([
    ['12345678', null],
    ['1234567', 'at least 8'],
    ['é'.repeat(36), null],
    ['é'.repeat(37), 'at most 72 bytes'],
    ['x'.repeat(72), null],
    ['x'.repeat(73), 'at most 72 bytes'],
    ['12345678\0tail', 'NUL'],
  ])('of %j is %j', (password, fault) => {
    if (fault === null) expect(passwordFault(password)).toBeNull();
    else expect(passwordFault(password)).toContain(fault);
  });
});

describe('removesLastAdmin', () => {
  const admin = { isAdmin: true, isActive: true };
  it.each([
    ['demoting the only one', admin, { isAdmin: false, isActive: true }, 0, true],
    ['deactivating the only one', admin, { isAdmin: true, isActive: false }, 0, true],
    ['deleting the only one', admin, null, 0, true],
    ['deleting one of two', admin, null, 1, false],
    ['leaving the only one alone', admin, admin, 0, false],
    ['deleting an inactive admin', { isAdmin: true, isActive: false }, null, 0, false],
    ['deleting somebody else', { isAdmin: false, isActive: true }, null, 0, false],
  ])('%s', (_, before, after, others, expected) => {
    expect(removesLastAdmin(before, after, others)).toBe(expected);
  });
});

describe('USERNAME_PATTERN', () => {
  it.each([
    ['ann', true],
    ['Ann.Lee@home_1-2', true],
    ['', false],
    ['a b', false],
    ['änn', false],
    ['a'.repeat(65), false],
    ['ann\n', false],
  ])('%j: %s', (name, fits) => {
    expect(USERNAME_PATTERN.test(name)).toBe(fits);
  });
});
