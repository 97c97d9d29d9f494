import { Config } from '../common/config/config';
import { Passwords } from './passwords';

const passwords = (mode: 'production' | 'test') =>
  new Passwords({ env: { NODE_ENV: mode } } as unknown as Config);

describe('Passwords', () => {
  it('matches what it hashed and nothing else', async () => {
    const quick = passwords('test');
    const hash = await quick.hash('correct horse');
    expect(await quick.matches('correct horse', hash)).toBe(true);
    expect(await quick.matches('correct horse!', hash)).toBe(false);
    expect(await quick.matches('correct horse', null)).toBe(false);
  });

  it('refuses what bcrypt would cut, also when the part it reads is right', async () => {
    const quick = passwords('test');
    const longest = 'x'.repeat(72);
    const hash = await quick.hash(longest);
    expect(await quick.matches(longest, hash)).toBe(true);
    expect(await quick.matches(`${longest}y`, hash)).toBe(false);
    await expect(quick.hash(`${longest}y`)).rejects.toMatchObject({ code: 'password_unfit' });
  });

  it('takes as long for a user that does not exist, at the cost of production', async () => {
    const real = passwords('production');
    const hash = await real.hash('correct horse');
    expect(hash).toMatch(/^\$2b\$12\$/u);
    const timed = async (against: string | null) => {
      const startedAt = performance.now();
      await real.matches('a wrong guess', against);
      return performance.now() - startedAt;
    };
    await timed(null);
    expect(await timed(null)).toBeGreaterThan((await timed(hash)) / 3);
  });

  it('turns people away rather than letting them wait without end', async () => {
    const quick = passwords('test');
    const all = await Promise.allSettled(
      Array.from({ length: 80 }, () => quick.hash('correct horse')),
    );
    const refused = all.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(80 - 2 - 64);
    expect(refused[0]).toMatchObject({ reason: { code: 'hashing_busy' } });
    expect(await quick.hash('correct horse')).toMatch(/^\$2b\$/u);
  });
});
