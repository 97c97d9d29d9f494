import { isLoopbackName, parseHost, type HostRules } from './host-face';

/** Where games live, from GAMES_ORIGIN: `auto` or a pattern such as `https://{game}.example.net`. */
export interface GameOriginPattern {
  isAuto: boolean;
  scheme: 'http' | 'https';
  prefix: string;
  suffix: string;
  /** With the colon; empty when the pattern names none. In `auto` the platform's own port is used. */
  port: string;
}

export const GAMES_ORIGIN_PATTERN =
  /^(https?):\/\/([a-z0-9.-]*)\{game\}((?:[a-z0-9-]*\.)[a-z0-9.-]+)(:\d{1,5})?\/?$/iu;

export function parseGamesOrigin(setting: string): GameOriginPattern {
  const match = GAMES_ORIGIN_PATTERN.exec(setting);
  if (match === null) {
    return { isAuto: true, scheme: 'http', prefix: '', suffix: '.localhost', port: '' };
  }
  return {
    isAuto: false,
    scheme: match[1]!.toLowerCase() as 'http' | 'https',
    prefix: match[2]!.toLowerCase(),
    suffix: match[3]!.toLowerCase(),
    port: match[4] ?? '',
  };
}

/**
 * The origin of a game for a player whose browser is at `platformOrigin`. Null when no separate origin
 * can be had: `auto` needs the browser to be on this very machine, because `*.localhost` means that.
 */
export function gameOriginFor(
  pattern: GameOriginPattern,
  gameId: string,
  platformOrigin: string,
): string | null {
  const host = `${pattern.prefix}g-${gameId}${pattern.suffix}`;
  if (!pattern.isAuto) return `${pattern.scheme}://${host}${pattern.port}`;
  const platform = new URL(platformOrigin);
  const name = parseHost(platform.host)?.name;
  if (name === undefined || !isLoopbackName(name)) return null;
  return `http://${host}${platform.port === '' ? '' : `:${platform.port}`}`;
}

/**
 * The origins that may frame a game: the configured one, else the names under which this machine
 * reaches itself, on the port the game was asked on. (CSP cannot name an IPv6 literal.)
 */
export function platformOriginsFor(publicUrl: string | undefined, gameHost: string): string[] {
  if (publicUrl !== undefined) return [new URL(publicUrl).origin];
  const port = parseHost(gameHost)?.port ?? '';
  const suffix = port === '' ? '' : `:${port}`;
  return [`http://localhost${suffix}`, `http://127.0.0.1${suffix}`];
}

export function hostRules(
  pattern: GameOriginPattern,
  env: { PUBLIC_URL?: string | undefined; HOST: string },
): HostRules {
  return {
    publicName:
      env.PUBLIC_URL === undefined ? null : (parseHost(new URL(env.PUBLIC_URL).host)?.name ?? null),
    listensBeyondLoopback: !isLoopbackName(env.HOST.replaceAll(/^\[|\]$/gu, '').toLowerCase()),
    gamePrefix: pattern.prefix,
    gameSuffix: pattern.suffix,
  };
}
