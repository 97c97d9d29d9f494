import type { LoggerService } from '@nestjs/common';
import pino, { type Logger as Pino } from 'pino';
import type { Environment } from '../config/environment.schema';

/** Header and member names that never reach a log line. */
const REDACTED = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'access_token',
  'refresh_token',
  'secret',
  '*.authorization',
  '*.cookie',
  '*.password',
  '*.secret',
  'headers["x-api-key"]',
];

export function createPino(env: Pick<Environment, 'LOG_LEVEL' | 'LOG_FORMAT'>): Pino {
  return pino({
    level: env.LOG_LEVEL,
    redact: { paths: REDACTED, censor: '[redacted]' },
    ...(env.LOG_FORMAT === 'pretty' ? { transport: { target: 'pino-pretty' } } : {}),
  });
}

/** Nest's logger on pino: one JSON line per message, `context` naming who speaks. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Pino) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest passes (message, ...extras, context); an object as message carries fields, the next text is the message. */
  private write(
    level: 'info' | 'error' | 'warn' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.length > 0 ? rest[rest.length - 1] : undefined;
    const extras = rest.slice(0, -1);
    if (message instanceof Error) {
      // pino writes `message` and `stack` of what is called `err`; spread, they would be lost.
      this.pino[level]({ context, err: message }, message.message);
    } else if (typeof message === 'object' && message !== null) {
      this.pino[level]({ context, ...message }, extras.map(String).join(' '));
    } else {
      this.pino[level](
        { context, ...(extras.length > 0 ? { extra: extras } : {}) },
        String(message),
      );
    }
  }
}
