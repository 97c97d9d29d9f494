import { COOKIE_AGE_MAX_MS, COOKIE_GRACE_MS, judgeCookie } from './judge-cookie';

const nowMs = 1_000_000_000;
const settled = {
  cookieIssued: 3,
  cookieConfirmed: 3,
  cookiePrevious: 2,
  cookieIssuedAtMs: nowMs - 10 * 60_000,
  cookieConfirmedAtMs: nowMs - 9 * 60_000,
};

describe('judgeCookie', () => {
  it('accepts the newest without a change', () => {
    expect(judgeCookie(settled, 3, nowMs)).toEqual({
      kind: 'accepted',
      isNewlyConfirmed: false,
      isDue: false,
    });
  });

  it('wants a new one when the newest is old', () => {
    const old = { ...settled, cookieIssuedAtMs: nowMs - COOKIE_AGE_MAX_MS - 1 };
    expect(judgeCookie(old, 3, nowMs)).toMatchObject({ kind: 'accepted', isDue: true });
  });

  it('takes an older one as a copy once its successor was seen and the grace is over', () => {
    expect(judgeCookie(settled, 2, nowMs)).toEqual({ kind: 'reused' });
  });

  it('accepts the previous one for a minute after its successor was first seen', () => {
    const fresh = { ...settled, cookieConfirmedAtMs: nowMs - COOKIE_GRACE_MS + 1 };
    expect(judgeCookie(fresh, 2, nowMs)).toMatchObject({ kind: 'accepted', isDue: false });
    expect(judgeCookie(fresh, 1, nowMs)).toEqual({ kind: 'reused' });
  });

  it('accepts an older one for as long as its successor never came back, and issues another', () => {
    const lost = { ...settled, cookieIssued: 4 };
    expect(judgeCookie(lost, 3, nowMs)).toMatchObject({ kind: 'accepted', isDue: true });
    const justNow = { ...lost, cookieIssuedAtMs: nowMs - 1000 };
    expect(judgeCookie(justNow, 3, nowMs)).toMatchObject({ kind: 'accepted', isDue: false });
  });

  it('notices when a new one is first seen', () => {
    expect(judgeCookie({ ...settled, cookieIssued: 4 }, 4, nowMs)).toMatchObject({
      isNewlyConfirmed: true,
    });
  });

  it('refuses a generation that was never issued', () => {
    expect(judgeCookie(settled, 4, nowMs)).toEqual({ kind: 'reused' });
  });
});
