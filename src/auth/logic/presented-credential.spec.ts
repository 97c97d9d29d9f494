import { presentedToken } from './presented-credential';

const isKnown = (token: string) => token.startsWith('sk-');

describe('presentedToken', () => {
  it.each([
    ['a bearer', 'Bearer sk-1', undefined, 'sk-1'],
    ['a bearer whatever its case', 'bearer  sk-1 ', undefined, 'sk-1'],
    ['an x-api-key', undefined, 'sk-2', 'sk-2'],
    ['the bearer first', 'Bearer sk-1', 'sk-2', 'sk-1'],
    ['the one that is known', 'Bearer dummy', 'sk-2', 'sk-2'],
    ['an unknown one, to be refused', 'Bearer dummy', undefined, 'dummy'],
    ['nothing of another scheme', 'Basic YTpi', undefined, undefined],
    ['nothing of an empty bearer', 'Bearer ', undefined, undefined],
    ['nothing of a header sent twice', undefined, ['sk-1', 'sk-2'], undefined],
    ['nothing', undefined, undefined, undefined],
  ])('takes %s', (_, authorization, apiKey, expected) => {
    expect(presentedToken(authorization, apiKey, isKnown)).toBe(expected);
  });
});
