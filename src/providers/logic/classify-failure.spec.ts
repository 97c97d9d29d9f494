import { classifyFailure, isStaleSocket } from './classify-failure';

const failure = (code: string, extra: object = {}) =>
  Object.assign(new Error('it broke'), { code }, extra);

describe('classifyFailure', () => {
  it.each([
    ['ECONNREFUSED', false, 'not-sent', false],
    ['ENOTFOUND', false, 'not-sent', false],
    ['UND_ERR_CONNECT_TIMEOUT', false, 'not-sent', true],
    ['CERT_HAS_EXPIRED', false, 'not-sent', false],
    ['UND_ERR_HEADERS_TIMEOUT', false, 'no-answer', true],
    ['ECONNRESET', false, 'no-answer', false],
    ['UND_ERR_BODY_TIMEOUT', true, 'interrupted', true],
    ['ECONNRESET', true, 'interrupted', false],
    ['HPE_INVALID_CHUNK_SIZE', true, 'interrupted', false],
    ['HPE_INVALID_CONSTANT', false, 'no-answer', false],
  ] as const)('takes %s (answer begun: %s) as %s', (code, hasStarted, kind, isTimeout) => {
    expect(classifyFailure(failure(code), hasStarted)).toMatchObject({ kind, isTimeout });
  });
});

describe('isStaleSocket', () => {
  it('is true only for a broken socket that had answered before', () => {
    expect(isStaleSocket(failure('UND_ERR_SOCKET', { socket: { bytesRead: 120 } }))).toBe(true);
    expect(isStaleSocket(failure('ECONNRESET', { bytesRead: 120 }))).toBe(true);
    expect(isStaleSocket(failure('UND_ERR_SOCKET', { socket: { bytesRead: 0 } }))).toBe(false);
    expect(isStaleSocket(failure('ECONNRESET'))).toBe(false);
    expect(isStaleSocket(failure('UND_ERR_HEADERS_TIMEOUT', { bytesRead: 120 }))).toBe(false);
  });
});
