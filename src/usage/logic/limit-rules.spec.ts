import type { Caller } from '../../common/security/caller';
import { claimsOf, hasCap, withTotal, type RuleBook } from './limit-rules';
import { LimitWindows } from './limit-window';

const now = Date.parse('2026-11-21T14:00:00Z');
const caller = (change: Partial<Caller> = {}): Caller => ({
  userId: 'u',
  username: 'ann',
  isAdmin: false,
  via: 'jwt',
  permissions: new Set(),
  tokenLimit: null,
  ...change,
});
const apiKey = { id: 'k', name: 'k', prefix: 'sk', models: null };
const play = { sessionId: 's', gameId: 'g', gameTitle: 'G' };
const caps = (of: Caller, rules: RuleBook = new Map()) =>
  claimsOf(of, rules, new LimitWindows('UTC'), now).map(
    ({ scope, windowStart, cap }) => `${scope} ${windowStart} ${cap}`,
  );

describe('the limits of a caller', () => {
  it('are none where nobody set any', () => {
    expect(caps(caller())).toEqual([]);
  });

  it('are those of the user, the key and the play session together', () => {
    const everything = caller({
      tokenLimit: 10,
      apiKey: { ...apiKey, tokenLimit: 5 },
      play: { ...play, tokenLimit: 3 },
    });
    expect(caps(everything)).toEqual(['user:u all 10', 'key:k all 5', 'play:s all 3']);
  });

  it('leave out what has no limit of its own; a limit of 0 is a limit', () => {
    expect(caps(caller({ tokenLimit: 0, apiKey: { ...apiKey, tokenLimit: null } }))).toEqual([
      'user:u all 0',
    ]);
  });

  it('add the rules that admins set, window by window', () => {
    const rules: RuleBook = new Map([
      ['user:u', [{ window: 'day', cap: 7 } as const]],
      ['game:g', [{ window: 'month', cap: 9 } as const]],
      ['game:other', [{ window: 'month', cap: 1 } as const]],
    ]);
    expect(caps(caller({ tokenLimit: 10, play: { ...play, tokenLimit: null } }), rules)).toEqual([
      'user:u 2026-11-21 7',
      'user:u all 10',
      'game:g 2026-11 9',
    ]);
  });

  it('take the rule for all users unless the user has one in that window', () => {
    const rules: RuleBook = new Map([
      ['user:*', [{ window: 'day', cap: 7 } as const, { window: 'month', cap: 70 } as const]],
      ['user:u', [{ window: 'day', cap: 100 } as const]],
    ]);
    expect(caps(caller(), rules)).toEqual(['user:u 2026-11-21 100', 'user:u 2026-11 70']);
    expect(caps(caller({ userId: 'v' }), rules)).toEqual([
      'user:v 2026-11-21 7',
      'user:v 2026-11 70',
    ]);
  });

  it('take the lower of a rule in total and the limit on the user', () => {
    const rules: RuleBook = new Map([['user:u', [{ window: 'total', cap: 50 } as const]]]);
    expect(caps(caller({ tokenLimit: 80 }), rules)).toEqual(['user:u all 50']);
    expect(caps(caller({ tokenLimit: 20 }), rules)).toEqual(['user:u all 20']);
  });
});

describe('the claims of a call', () => {
  it("count the user's total where nothing limits it", () => {
    const [total, ...others] = withTotal(caller(), []);
    expect(total).toMatchObject({ scope: 'user:u', window: 'total', windowStart: 'all' });
    expect(hasCap(total!)).toBe(false);
    expect(others).toEqual([]);
  });

  it('are the limits themselves where the total is limited', () => {
    const limits = claimsOf(caller({ tokenLimit: 10 }), new Map(), new LimitWindows('UTC'), now);
    expect(withTotal(caller({ tokenLimit: 10 }), limits)).toEqual(limits);
  });
});
