import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

const BOOT = join(__dirname, '..', 'boot');
const REPORT_BYTES_MAX = 8 * 1024;
/** Policy reports written to the log per minute; a game that makes more says nothing new. */
const REPORTS_PER_MINUTE_MAX = 30;

/** What every game host offers under `/__arcade/`: the boot script and its types, the probe, the policy's report sink. */
@Injectable()
export class ArcadeFiles {
  private readonly log = new Logger('games');
  private readonly boot = readFileSync(join(BOOT, 'boot.js'));
  private readonly types = readFileSync(join(BOOT, 'arcade.d.ts'));
  private readonly bootGzip = gzipSync(this.boot, { level: 9 });
  private readonly bootVersion = createHash('sha256').update(this.boot).digest('hex').slice(0, 12);
  private reports = { minute: 0, count: 0 };

  /** The tag that goes first into every document of a game. `playUrl` is where the game is really played. */
  bootTag(playUrl: string): string {
    return `<script src="/__arcade/boot.js?v=${this.bootVersion}" data-play="${playUrl}"></script>`;
  }

  async serve(path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (path === '/__arcade/csp' && request.method === 'POST') return this.report(request, reply);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (path === '/__arcade/boot.js' && isRead) return this.serveBoot(request, reply);
    if (path === '/__arcade/arcade.d.ts' && isRead) {
      return reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(this.types);
    }
    if (path === '/__arcade/probe' && isRead) {
      // The play page asks from another origin whether this browser reaches game hosts at all.
      return reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', 'no-store')
        .type('application/json')
        .send('{"tier":"A"}');
    }
    return reply.status(404).type('text/plain; charset=utf-8').send('There is nothing here.\n');
  }

  private serveBoot(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const isNamed = request.url.endsWith(`?v=${this.bootVersion}`);
    void reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', isNamed ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('vary', 'accept-encoding');
    if (!/\bgzip\b/u.test(request.headers['accept-encoding'] ?? '')) {
      return reply.send(this.boot);
    }
    return reply.header('content-encoding', 'gzip').send(this.bootGzip);
  }

  private async report(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of request.raw as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > REPORT_BYTES_MAX) break;
      parts.push(chunk);
    }
    if (sizeBytes <= REPORT_BYTES_MAX) this.note(Buffer.concat(parts).toString('utf8'), request);
    return reply.status(204).send();
  }

  /** Only which rule stopped which origin: the rest of a report is the game's business. */
  private note(text: string, request: FastifyRequest): void {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.reports.minute) this.reports = { minute, count: 0 };
    this.reports.count += 1;
    if (this.reports.count > REPORTS_PER_MINUTE_MAX) return;
    const directive = /"(?:effective|violated)-directive"\s*:\s*"([a-z-]{1,40})/u.exec(text)?.[1];
    const blocked = /"blocked-uri"\s*:\s*"([a-z][a-z0-9+.-]*(?::\/\/[^/"?#\s]{1,100})?)/u.exec(
      text,
    );
    this.log.debug({ host: request.headers.host, directive, blocked: blocked?.[1] }, 'csp report');
  }
}
