import { ipPrefix } from './ip-prefix';
import { judgePlayCall, PLAY_BEAT_MAX_MS, type PlayCall, type PlayFacts } from './play-rules';

const NOW = 1_000_000;
const facts: PlayFacts = {
  gameId: 'aaaaaaaaaa',
  expectedOrigin: 'http://g-aaaaaaaaaa.localhost:3000',
  ipPrefix: '10.0.0',
  tokenExpiresAtMs: NOW + 1,
  lastBeatAtMs: NOW - PLAY_BEAT_MAX_MS,
  isLive: true,
  isGameActive: true,
};
const call: PlayCall = {
  faceGameId: 'aaaaaaaaaa',
  origin: 'http://g-aaaaaaaaaa.localhost:3000',
  ipPrefix: '10.0.0',
  nowMs: NOW,
};

describe('judgePlayCall', () => {
  it('accepts a live session on its own host, with or without an Origin header', () => {
    expect(judgePlayCall(facts, call)).toBeNull();
    expect(judgePlayCall(facts, { ...call, origin: undefined })).toBeNull();
  });

  it.each<[string, Partial<PlayFacts>, Partial<PlayCall>]>([
    ['wrong_game', {}, { faceGameId: 'bbbbbbbbbb' }],
    ['wrong_game', {}, { faceGameId: null }],
    ['wrong_game', {}, { origin: 'null' }],
    ['wrong_game', {}, { origin: 'http://localhost:3000' }],
    ['session_expired', { isLive: false }, {}],
    ['session_expired', { lastBeatAtMs: NOW - PLAY_BEAT_MAX_MS - 1 }, {}],
    ['game_suspended', { isGameActive: false }, {}],
    ['token_expired', { tokenExpiresAtMs: NOW }, {}],
    ['token_rebind', {}, { ipPrefix: '10.0.1' }],
  ])('says %s for %j %j', (refusal, factsChange, callChange) => {
    expect(judgePlayCall({ ...facts, ...factsChange }, { ...call, ...callChange })).toBe(refusal);
  });

  it('does not tell a stranger to the game anything but that', () => {
    expect(judgePlayCall({ ...facts, isLive: false }, { ...call, faceGameId: null })).toBe(
      'wrong_game',
    );
  });
});

describe('ipPrefix', () => {
  it.each([
    ['192.168.1.7', '192.168.1'],
    ['::ffff:192.168.1.7', '192.168.1'],
    ['127.0.0.1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['2001:db8:0:1:aaaa::1', '2001:db8:0:1'],
    ['2001:0db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', 'unknown'],
  ])('%s belongs to %s', (address, prefix) => {
    expect(ipPrefix(address)).toBe(prefix);
  });
});
