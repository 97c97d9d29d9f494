import { isIP } from 'node:net';

/** Which face of the server a Host header addresses. `unknown` is answered with 421 before any route. */
export type HostFace =
  | { kind: 'platform' }
  | { kind: 'game'; gameId: string }
  | { kind: 'unknown' };

export interface HostRules {
  /** Host name of PUBLIC_URL in lower case; null when it is not set. */
  publicName: string | null;
  /** True when the server can be reached from other machines: then any IP literal may be its own. */
  listensBeyondLoopback: boolean;
  /** What stands before and after `g-<id>` in the host name of a game, for instance `''` and `.localhost`. */
  gamePrefix: string;
  gameSuffix: string;
}

export interface HostName {
  name: string;
  /** As written; empty when the header has none. */
  port: string;
}

const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/u;
const GAME_LABEL = /^g-([a-z0-9]{1,32})$/u;
const HOST_CHARS_MAX = 255;

/** Splits a Host header into a lower-case name (IPv6 without brackets) and a port; null when it is not one. */
export function parseHost(header: string | undefined): HostName | null {
  if (header === undefined || header.length > HOST_CHARS_MAX) return null;
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/iu.exec(header);
  if (match === null) return null;
  const port = match[3] ?? '';
  if (match[1] !== undefined) {
    return isIP(match[1]) === 6 ? { name: match[1].toLowerCase(), port } : null;
  }
  const name = match[2]!.toLowerCase();
  return NAME.test(name) ? { name, port } : null;
}

/** `localhost` and the IP literals that never leave the machine. */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

/**
 * Decides by name alone: ports differ behind proxies and port maps, and a port is no boundary anyway.
 * Names nobody configured are refused, which also stops DNS rebinding: a page of attacker.example
 * whose name suddenly resolves to this machine still says attacker.example.
 */
export function faceOfHost(header: string | undefined, rules: HostRules): HostFace {
  const host = parseHost(header);
  if (host === null) return { kind: 'unknown' };
  const { name } = host;
  const gameId = gameIdOf(name, rules);
  if (gameId !== null) return { kind: 'game', gameId };
  if (name === rules.publicName || isLoopbackName(name)) return { kind: 'platform' };
  if (rules.listensBeyondLoopback && isIP(name) !== 0) return { kind: 'platform' };
  return { kind: 'unknown' };
}

function gameIdOf(name: string, { gamePrefix, gameSuffix }: HostRules): string | null {
  if (!name.startsWith(gamePrefix) || !name.endsWith(gameSuffix)) return null;
  const label = name.slice(gamePrefix.length, name.length - gameSuffix.length);
  return GAME_LABEL.exec(label)?.[1] ?? null;
}
