import { z } from 'zod';

/**
 * The environment, declared once: names, defaults, what is allowed. docs/config.md is generated from
 * it. Durations are milliseconds and sizes bytes, as the names say.
 */
const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().min(1);
const secret = z.string().min(1);
const httpUrl = z
  .string()
  .regex(
    /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/u,
    'an http:// or https:// URL without credentials or query',
  )
  .transform((url) => url.replace(/\/+$/u, ''));
const httpUrls = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((url) => url.trim())
      .filter(Boolean),
  )
  .pipe(z.array(httpUrl).min(1));

export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: httpUrl.optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//u, 'postgres://user:password@host:5432/database')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//u, 'redis://host:6379')
    .optional(),
  SECRET_KEY: secret.min(32, 'at least 32 characters').optional(),
  ENCRYPTION_KEYS: secret.optional(),
  ADMIN_USERNAME: z
    .string()
    .regex(/^[A-Za-z0-9_.@-]{1,64}$/u, '1 to 64 letters, digits, _ . @ -')
    .default('admin'),
  ADMIN_PASSWORD: secret
    .min(8, 'at least 8 characters')
    .refine((text) => Buffer.byteLength(text) <= 72, 'at most 72 bytes: bcrypt ignores the rest')
    .optional(),
  REGISTRATION: z.enum(['closed', 'invite', 'open']).default('closed'),
  REGISTRATION_TOKEN_LIMIT: positive.optional(),
  AUTH_REQUESTS_PER_MINUTE_MAX: positive.default(100),
  ANTHROPIC_API_KEY: secret.optional(),
  ANTHROPIC_UPSTREAM_URL: httpUrl.optional(),
  OLLAMA_URL: httpUrls.optional(),
  GAMES_ORIGIN: z
    .string()
    .regex(
      /^(auto|https?:\/\/[a-z0-9.-]*\{game\}[a-z0-9-]*\.[a-z0-9.-]+(:\d{1,5})?\/?)$/iu,
      'auto, or a pattern such as https://{game}.example.net',
    )
    .default('auto'),
  DEMO: z.enum(['on', 'off', 'auto']).default('auto'),
  SHUTDOWN_GRACE_MS: positive.default(30_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty']).default('json'),
  METRICS_TOKEN: secret.optional(),
  TRUST_PROXY: z.string().default(''),
  LIMITS_TZ: z
    .string()
    .refine(isTimeZone, 'an IANA time zone such as UTC or Europe/Berlin')
    .default('UTC'),
  /** Token limits are the guard that people set; these keep one caller from drowning the others. */
  USER_REQUESTS_PER_MINUTE_MAX: positive.default(6_000_000),
  KEY_REQUESTS_PER_MINUTE_MAX: positive.default(6_000_000),
  USER_CALLS_AT_ONCE_MAX: positive.default(4096),
  KEY_CALLS_AT_ONCE_MAX: positive.default(4096),
  UPSTREAM_CONNECT_TIMEOUT_MS: positive.default(10_000),
  UPSTREAM_FIRST_BYTE_TIMEOUT_MS: positive.default(300_000),
  UPSTREAM_IDLE_TIMEOUT_MS: positive.default(120_000),
  CLIENT_STALL_TIMEOUT_MS: positive.default(120_000),
  INFERENCE_BODY_BYTES_MAX: positive.default(50 * 1024 * 1024),
  BODY_BYTES_MAX: positive.default(1024 * 1024),
  GAME_UPLOAD_BYTES_MAX: positive.default(30 * 1024 * 1024),
  GAMES_PER_USER_MAX: positive.default(100),
  GAME_SESSION_TOKENS_DEFAULT: positive.default(20_000),
});

export type Environment = z.infer<typeof environmentSchema>;

/** Names whose value may come from the file named by NAME_FILE and is never printed. */
export const SECRET_NAMES = [
  'SECRET_KEY',
  'ENCRYPTION_KEYS',
  'ADMIN_PASSWORD',
  'ANTHROPIC_API_KEY',
  'METRICS_TOKEN',
  'DATABASE_URL',
  'REDIS_URL',
] as const satisfies readonly (keyof Environment)[];

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
