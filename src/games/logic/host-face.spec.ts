import { faceOfHost, parseHost, type HostRules } from './host-face';
import { gameOriginFor, hostRules, parseGamesOrigin, platformOriginsFor } from './game-origin';

const local: HostRules = hostRules(parseGamesOrigin('auto'), { HOST: '127.0.0.1' });
const wide: HostRules = hostRules(parseGamesOrigin('https://{game}.example.net'), {
  HOST: '0.0.0.0',
  PUBLIC_URL: 'https://Play.Example.com:8443/base',
});

describe('faceOfHost', () => {
  it.each([
    ['localhost', 'platform'],
    ['localhost:3000', 'platform'],
    ['LOCALHOST:3000', 'platform'],
    ['127.0.0.1:3000', 'platform'],
    ['127.9.8.7', 'platform'],
    ['[::1]:3000', 'platform'],
    ['192.168.1.7:3000', 'unknown'],
    ['attacker.example', 'unknown'],
    ['attacker.example:3000', 'unknown'],
    ['localhost.attacker.example', 'unknown'],
    ['alpha.localhost', 'unknown'],
    ['x.g-abcdefghij.localhost', 'unknown'],
    ['g-.localhost', 'unknown'],
    ['g-abcdefghij.localhost.', 'unknown'],
    ['g-abcdefghij.localhost@evil', 'unknown'],
    ['127.0.0.1.evil', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    ['localhost:99999x', 'unknown'],
    ['localhost, evil', 'unknown'],
    ['local host', 'unknown'],
    ['[::1', 'unknown'],
    ['[zz::1]', 'unknown'],
    ['a'.repeat(300), 'unknown'],
  ])('on a loopback server, %s is %s', (header, kind) => {
    expect(faceOfHost(header, local).kind).toBe(kind);
  });

  it('names the game in a game host, in any case and with any port', () => {
    const game = { kind: 'game', gameId: 'abcdefghij' };
    expect(faceOfHost('g-abcdefghij.localhost', local)).toEqual(game);
    expect(faceOfHost('G-ABCDEFGHIJ.LocalHost:3000', local)).toEqual(game);
    expect(faceOfHost('g-abcdefghij.example.net', wide)).toEqual(game);
  });

  it('knows the configured name, and any address once it listens beyond loopback', () => {
    expect(faceOfHost('play.example.com:8443', wide).kind).toBe('platform');
    expect(faceOfHost('192.168.1.7:3000', wide).kind).toBe('platform');
    expect(faceOfHost('[2001:db8::1]:3000', wide).kind).toBe('platform');
    expect(faceOfHost('example.com', wide).kind).toBe('unknown');
    expect(faceOfHost('example.net', wide).kind).toBe('unknown');
    expect(faceOfHost('g-abcdefghij.localhost', wide).kind).toBe('unknown');
  });
});

describe('parseHost', () => {
  it('splits name and port, and drops the brackets of IPv6', () => {
    expect(parseHost('[::1]:80')).toEqual({ name: '::1', port: '80' });
    expect(parseHost('Localhost')).toEqual({ name: 'localhost', port: '' });
  });
});

describe('gameOriginFor', () => {
  it('puts a game beside a loopback platform, on its port', () => {
    const auto = parseGamesOrigin('auto');
    const origin = 'http://g-abcdefghij.localhost:3000';
    expect(gameOriginFor(auto, 'abcdefghij', 'http://localhost:3000')).toBe(origin);
    expect(gameOriginFor(auto, 'abcdefghij', 'http://127.0.0.1:3000')).toBe(origin);
    expect(gameOriginFor(auto, 'abcdefghij', 'http://localhost')).toBe(
      'http://g-abcdefghij.localhost',
    );
  });

  it('has none for a player on another machine, because localhost would be theirs', () => {
    const auto = parseGamesOrigin('auto');
    expect(gameOriginFor(auto, 'abcdefghij', 'http://192.168.1.7:3000')).toBeNull();
    expect(gameOriginFor(auto, 'abcdefghij', 'https://play.example.com')).toBeNull();
  });

  it('follows the pattern of the operator', () => {
    const pattern = parseGamesOrigin('https://{game}.games.example.net:8443/');
    expect(gameOriginFor(pattern, 'abcdefghij', 'https://play.example.com')).toBe(
      'https://g-abcdefghij.games.example.net:8443',
    );
  });
});

describe('platformOriginsFor', () => {
  it('is the public origin when there is one, else the names this machine calls itself', () => {
    expect(platformOriginsFor('https://play.example.com/x', 'g-a.example.net')).toEqual([
      'https://play.example.com',
    ]);
    expect(platformOriginsFor(undefined, 'g-a.localhost:3000')).toEqual([
      'http://localhost:3000',
      'http://127.0.0.1:3000',
    ]);
  });
});
