import { createSecretKey } from 'node:crypto';
import { openToken, sealToken } from './sealed-token';

const key = createSecretKey(Buffer.alloc(32, 1));
const token = { sessionId: '019f0a4e-0000-7abc-8def-0123456789ab', generation: 7 };

describe('sealed tokens', () => {
  it('open to what was sealed', () => {
    expect(openToken('rt_', key, sealToken('rt_', key, token))).toEqual(token);
  });

  it('do not open under another key or prefix', () => {
    const sealed = sealToken('rt_', key, token);
    expect(openToken('rt_', createSecretKey(Buffer.alloc(32, 2)), sealed)).toBeNull();
    expect(openToken('cs_', key, sealed.replace('rt_', 'cs_'))).toBeNull();
  });

  it('do not open when any byte was changed', () => {
    const sealed = Buffer.from(sealToken('rt_', key, token).slice(3), 'base64url');
    for (let at = 0; at < sealed.length; at += 1) {
      const forged = Buffer.from(sealed);
      forged[at]! ^= 1;
      expect(openToken('rt_', key, `rt_${forged.toString('base64url')}`)).toBeNull();
    }
  });

  it.each(['', 'rt_', 'rt_short', 'rt_%%%', `rt_${'A'.repeat(500)}`])('refuse %j', (text) => {
    expect(openToken('rt_', key, text)).toBeNull();
  });
});
