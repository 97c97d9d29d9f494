import { KEY_SCOPES, KEY_SCOPES_DEFAULT, permissionsOfKey } from './key-scopes';

describe('permissionsOfKey', () => {
  it('is what the scopes say', () => {
    expect([...permissionsOfKey(KEY_SCOPES_DEFAULT, false)].sort()).toEqual([
      'account:read',
      'games:read',
      'inference',
      'public',
    ]);
  });

  it('has no admin rights when the owner has none, whatever the scopes say', () => {
    expect(permissionsOfKey(['admin', 'inference'], false).has('admin')).toBe(false);
    expect(permissionsOfKey(['admin', 'inference'], true).has('admin')).toBe(true);
  });

  it('can never play for somebody', () => {
    expect(KEY_SCOPES).not.toContain('play');
    expect(permissionsOfKey(['play'], true).has('play')).toBe(false);
  });
});
