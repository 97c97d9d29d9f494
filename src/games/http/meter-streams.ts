import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { PlaySession } from '../data/play-session.entity';
import { gamesErrors } from '../games.errors';
import { PlayMeter, type MeterEvent } from '../play-meter';
import { commonErrors } from '../../common/errors/common.errors';

const STREAMS_PER_SESSION_MAX = 4;
/** A browser opens the stream again by itself; this keeps forgotten ones from living for ever. */
const STREAM_AGE_MAX_MS = 30 * 60 * 1000;
/** A comment now and then, so that proxies do not take silence for death. */
const KEEP_ALIVE_MS = 20_000;

/** The live meter of a play session as server-sent events: `spent`, `flow`, and once `ended`. */
@Injectable()
export class MeterStreams implements OnModuleDestroy {
  private readonly streams = new Set<ServerResponse>();

  constructor(private readonly meter: PlayMeter) {}

  /** Before the server stops listening, or these streams would keep it waiting. */
  onModuleDestroy(): void {
    for (const stream of this.streams) stream.end();
  }

  open(session: PlaySession, reply: FastifyReply): void {
    if (session.state !== 'live') throw gamesErrors.play_ended({});
    if (this.meter.watcherCount(session.id) >= STREAMS_PER_SESSION_MAX) {
      throw commonErrors.rate_limited({
        detail: 'This play session is watched too often already.',
      });
    }
    const { raw } = reply.hijack();
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const send = (event: MeterEvent) => {
      // A reader that does not keep up misses numbers that the next one replaces anyway.
      if (!raw.writableNeedDrain || event.type === 'ended') raw.write(render(event, session));
      if (event.type === 'ended') raw.end();
    };
    this.streams.add(raw);
    const unwatch = this.meter.watch(session.id, send);
    const keepAlive = setInterval(() => raw.write(':\n\n'), KEEP_ALIVE_MS);
    const oldAge = setTimeout(() => raw.end(), STREAM_AGE_MAX_MS);
    raw.once('close', () => {
      this.streams.delete(raw);
      unwatch();
      clearInterval(keepAlive);
      clearTimeout(oldAge);
    });
    send({ type: 'spent', spentTokens: this.meter.spent(session) });
  }
}

function render(event: MeterEvent, session: PlaySession): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(dataOf(event, session))}\n\n`;
}

function dataOf(event: MeterEvent, { tokenLimit }: PlaySession): object {
  switch (event.type) {
    case 'spent':
      return { spent: event.spentTokens, token_limit: tokenLimit };
    case 'flow':
      return { flowing: event.flowingTokens };
    case 'ended':
      return { reason: event.reason };
  }
}
