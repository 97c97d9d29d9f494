import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Headers } from '@nestjs/common';
import { Config } from '../../common/config/config';
import { commonErrors } from '../../common/errors/common.errors';
import { Allow } from '../../common/security/allow';
import { Metrics } from '../../common/telemetry/metrics';

/** What Prometheus collects. */
@Controller()
export class MetricsController {
  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {
    declareProcess(metrics);
  }

  /** Public for the guard: METRICS_TOKEN is no login of a person, and is checked here. */
  @Get('/metrics')
  @Allow('public')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  read(@Headers('authorization') authorization: string | undefined): string {
    const token = this.config.env.METRICS_TOKEN;
    if (token !== undefined && !isSame(authorization ?? '', `Bearer ${token}`)) {
      throw commonErrors.unauthenticated(
        { detail: 'Send METRICS_TOKEN as a bearer token.' },
        { headers: { 'www-authenticate': 'Bearer' } },
      );
    }
    return this.metrics.render();
  }
}

/** Takes as long for a near miss as for any other. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function declareProcess(metrics: Metrics): void {
  const startedAtS = Math.round(Date.now() / 1000 - process.uptime());
  metrics.gauge('coinop_build_info', 'Which Node.js this runs on; always 1.', () => [
    { labels: { node: process.version }, value: 1 },
  ]);
  metrics.gauge('process_start_time_seconds', 'When the process started.', () => [
    { labels: {}, value: startedAtS },
  ]);
  metrics.gauge('process_resident_memory_bytes', 'Memory held.', () => [
    { labels: {}, value: process.memoryUsage.rss() },
  ]);
}
