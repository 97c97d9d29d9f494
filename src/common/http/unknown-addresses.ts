import type { FastifyInstance, FastifyRequest } from 'fastify';
import { commonErrors } from '../errors/common.errors';

interface Pattern {
  matches: RegExp;
  methods: Set<string>;
}

/** The addresses that this server has, asked only about requests that no route took. */
export class KnownAddresses {
  private readonly patterns = new Map<string, Pattern>();

  add(url: string, methods: string | string[]): void {
    const known = this.patterns.get(url) ?? { matches: toRegExp(url), methods: new Set() };
    for (const method of [methods].flat()) known.methods.add(method);
    this.patterns.set(url, known);
  }

  /** What the address answers, sorted; empty where there is nothing. */
  methodsAt(path: string): string[] {
    const here = [...this.patterns.values()].filter(({ matches }) => matches.test(path));
    return [...new Set(here.flatMap(({ methods }) => [...methods]))].sort();
  }
}

/**
 * Says of an address that exists but not for this method what it does answer: 405 with `Allow`; or 426 to
 * a client that wants a WebSocket, which then goes on by plain HTTP (Codex asks `/v1/responses` so; after
 * anything but 426 it tries seven times). What does not exist at all is left to become a 404.
 * Call it before routes are made, and `refuse` after the hooks that have to run first.
 */
export function watchAddresses(fastify: FastifyInstance): { refuse: () => void } {
  const known = new KnownAddresses();
  fastify.addHook('onRoute', ({ url, method }) => known.add(url, method));
  const check = (request: FastifyRequest): void => {
    const allow = known.methodsAt(request.url.split('?', 1)[0]!).join(', ');
    if (allow === '') return;
    if (request.headers.upgrade?.toLowerCase() === 'websocket') {
      throw commonErrors.upgrade_refused({}, { headers: { upgrade: 'HTTP/1.1', allow } });
    }
    throw commonErrors.method_not_allowed({ allow }, { headers: { allow } });
  };
  return {
    refuse: () =>
      void fastify.addHook('onRequest', async (request) => {
        if (request.is404) check(request);
      }),
  };
}

/** `:name` stands for one part of a path and `*` for any rest, as in Fastify's patterns. */
function toRegExp(url: string): RegExp {
  const source = url
    .replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll(/:\w+/gu, '[^/]+');
  return new RegExp(`^${source}$`, 'u');
}
