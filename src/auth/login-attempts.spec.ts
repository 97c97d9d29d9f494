import { LoginAttempts } from './login-attempts';

const guess = (attempts: LoginAttempts, name: string, ip: string, nowMs = 0) => {
  try {
    attempts.begin(name, ip, nowMs);
    return 'tried';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const times = (n: number, work: () => string) => Array.from({ length: n }, work);

describe('LoginAttempts', () => {
  it('counts guesses before they are checked, so that parallel ones are not free', () => {
    const attempts = new LoginAttempts();
    const answers = times(10, () => guess(attempts, 'ann', '10.0.0.1'));
    expect(answers.filter((answer) => answer === 'tried')).toHaveLength(5);
    expect(answers.at(-1)).toBe('login_locked');
  });

  it('says how long to wait, and lets the next try through after that', () => {
    const attempts = new LoginAttempts();
    times(5, () => guess(attempts, 'ann', '10.0.0.1'));
    expect(() => attempts.begin('ann', '10.0.0.1', 500)).toThrow(
      expect.objectContaining({ headers: { 'retry-after': '2' } }),
    );
    expect(guess(attempts, 'ann', '10.0.0.1', 2000)).toBe('tried');
  });

  it('lets the owner in from elsewhere while a stranger guesses', () => {
    const attempts = new LoginAttempts();
    times(20, () => guess(attempts, 'ann', '10.0.0.1'));
    expect(guess(attempts, 'ann', '10.0.0.2')).toBe('tried');
  });

  it('slows one address that tries many names, and many addresses that try one', () => {
    const oneAddress = new LoginAttempts();
    let n = 0;
    expect(times(60, () => guess(oneAddress, `name${(n += 1)}`, '10.0.0.1')).at(-1)).toBe(
      'login_locked',
    );
    const oneName = new LoginAttempts();
    expect(times(60, () => guess(oneName, 'ann', `10.0.1.${(n += 1)}`)).at(-1)).toBe(
      'login_locked',
    );
  });

  it('counts the addresses of one IPv6 network as one', () => {
    const attempts = new LoginAttempts();
    let n = 0;
    expect(times(10, () => guess(attempts, 'ann', `2001:db8::${(n += 1)}`)).at(-1)).toBe(
      'login_locked',
    );
  });

  it('forgives a name whose password was right, but not the guesses at others', () => {
    const attempts = new LoginAttempts();
    for (let n = 0; n < 100; n += 1) attempts.begin('ann', '10.0.0.1', 0)();
    expect(guess(attempts, 'ann', '10.0.0.1')).toBe('tried');
    let n = 0;
    times(49, () => guess(attempts, `name${(n += 1)}`, '10.0.0.1'));
    expect(guess(attempts, 'ann', '10.0.0.1')).toBe('login_locked');
  });
});
