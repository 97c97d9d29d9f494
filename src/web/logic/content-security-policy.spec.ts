import { appPolicy, playgroundPolicy } from './content-security-policy';

const directive = (policy: string, name: string) =>
  policy
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);

describe('the content security policy', () => {
  it('lets the app run no inline script and no eval', () => {
    const policy = appPolicy('abc');
    expect(directive(policy, 'default-src')).toBe("'self'");
    expect(directive(policy, 'script-src')).toBeUndefined();
    expect(policy).not.toContain('unsafe');
  });

  it('frames nothing unless told, and then only that', () => {
    expect(directive(appPolicy('abc'), 'frame-src')).toBe("'none'");
    expect(directive(appPolicy('abc', ['http://g-1.localhost:3000']), 'frame-src')).toBe(
      'http://g-1.localhost:3000',
    );
  });

  it('loosens styles and workers for the playground only', () => {
    expect(directive(playgroundPolicy(), 'style-src')).toContain("'unsafe-inline'");
    expect(directive(playgroundPolicy(), 'worker-src')).toBe("'self' blob:");
    expect(directive(playgroundPolicy(), 'script-src')).toBeUndefined();
  });
});
