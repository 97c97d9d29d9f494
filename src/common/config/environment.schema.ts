import { isIP } from 'node:net';
import { z } from 'zod';
import {
  COMPATIBLE_VENDORS,
  vendorKeyName,
  vendorUrlName,
  type VendorKeyName,
  type VendorUrlName,
} from './compatible-vendors';
import { parseEncryptionKeys } from './encryption-keys';

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

/** Two settings for each vendor of the table. */
const vendorFields = Object.fromEntries(
  COMPATIBLE_VENDORS.flatMap(({ name, label, baseUrl }) => [
    [vendorKeyName(name), secret.optional().describe(`the operator's key at ${label}`)],
    [
      vendorUrlName(name),
      httpUrl
        .optional()
        .describe(
          `${label}, with \`/v1\`; ${baseUrl === null ? 'off when unset' : `\`${baseUrl}\` when unset`}`,
        ),
    ],
  ]),
) as Record<VendorKeyName, z.ZodOptional<typeof secret>> &
  Record<VendorUrlName, z.ZodOptional<typeof httpUrl>>;

export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('production')
    .describe(
      '`production` hides introspection from everybody but admins; `development` and `test` do not',
    ),
  PORT: port
    .default(3000)
    .describe('port to listen on; 0 picks a free one and the first line of output tells it'),
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  PUBLIC_URL: httpUrl
    .optional()
    .describe('origin for links, cookies and Origin checks; derived from HOST and PORT when unset'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('SQLite files, uploads and generated secrets'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//u, 'postgres://user:password@host:5432/database')
    .optional()
    .describe('PostgreSQL, for more than one process; SQLite in DATA_DIR when unset'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//u, 'redis://host:6379')
    .optional()
    .describe(
      'shared limiter, cache and events for several processes; not used by this version yet',
    ),
  SECRET_KEY: secret
    .min(32, 'at least 32 characters')
    .optional()
    .describe('signs JWTs and sessions; generated into DATA_DIR when unset'),
  ENCRYPTION_KEYS: secret
    .refine(
      (text) => parseEncryptionKeys(text) !== null,
      'id:base64 of 32 bytes, several separated by commas; the first one encrypts',
    )
    .optional()
    .describe(
      'key ring for stored provider keys, `id:base64,…`: the first encrypts, all decrypt; generated into DATA_DIR when unset',
    ),
  ADMIN_USERNAME: z
    .string()
    .regex(/^[A-Za-z0-9_.@-]{1,64}$/u, '1 to 64 letters, digits, _ . @ -')
    .default('admin')
    .describe('the first admin'),
  ADMIN_PASSWORD: secret
    .min(8, 'at least 8 characters')
    .refine((text) => Buffer.byteLength(text) <= 72, 'at most 72 bytes: bcrypt ignores the rest')
    .optional()
    .describe("the first admin's password; generated and printed once when unset"),
  REGISTRATION: z
    .enum(['closed', 'invite', 'open'])
    .default('closed')
    .describe('who may make an account: admins only, people with an invite, everybody'),
  REGISTRATION_TOKEN_LIMIT: positive
    .optional()
    .describe('token limit of people who register themselves; none when unset'),
  AUTH_REQUESTS_PER_MINUTE_MAX: positive
    .default(100)
    .describe('requests a minute from one address to the login routes'),
  ANTHROPIC_API_KEY: secret.optional().describe("the operator's key"),
  ANTHROPIC_UPSTREAM_URL: httpUrl
    .optional()
    .describe("host without `/v1`; the vendor's when unset"),
  OLLAMA_URL: httpUrls
    .optional()
    .describe('one or several, comma separated; `http://localhost:11434` when unset'),
  ...vendorFields,
  UNKNOWN_PRICE: z
    .enum(['refuse', 'count'])
    .default('refuse')
    .describe(
      'a model without a price at a provider that is paid: `refuse` the call, or `count` its tokens and charge nothing',
    ),
  GAMES_ORIGIN: z
    .string()
    .regex(
      /^(auto|https?:\/\/[a-z0-9.-]*\{game\}[a-z0-9-]*\.[a-z0-9.-]+(:\d{1,5})?\/?)$/iu,
      'auto, or a pattern such as https://{game}.example.net',
    )
    .default('auto')
    .describe('where games run: `auto`, or a pattern such as `https://{game}.example.net`'),
  DEMO: z
    .enum(['on', 'off', 'auto'])
    .default('auto')
    .describe('the built-in offline model; `auto`: on while no other provider is configured'),
  SHUTDOWN_GRACE_MS: positive
    .default(30_000)
    .describe('how long running answers may go on after SIGTERM'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('least severe level that is logged'),
  LOG_FORMAT: z
    .enum(['json', 'pretty'])
    .default('json')
    .describe('`json` for machines, `pretty` for people'),
  METRICS_TOKEN: secret.optional().describe('bearer token that /metrics asks for'),
  TRUST_PROXY: z
    .string()
    .refine(
      (list) => list.split(',').every((entry) => isAddressRange(entry.trim())),
      'IP addresses, ranges such as 10.0.0.0/8, or loopback, linklocal, uniquelocal',
    )
    .default('')
    .describe('addresses of proxies whose X-Forwarded-* headers are believed, comma separated'),
  LIMITS_TZ: z
    .string()
    .refine(isTimeZone, 'an IANA time zone such as UTC or Europe/Berlin')
    .default('UTC')
    .describe('time zone in which daily and monthly limits begin'),
  /** Token limits are the guard that people set; these keep one caller from drowning the others. */
  USER_REQUESTS_PER_MINUTE_MAX: positive
    .default(6_000_000)
    .describe('model calls a minute of one user'),
  KEY_REQUESTS_PER_MINUTE_MAX: positive
    .default(6_000_000)
    .describe('model calls a minute of one API key'),
  USER_CALLS_AT_ONCE_MAX: positive
    .default(4096)
    .describe('model calls of one user at the same time'),
  KEY_CALLS_AT_ONCE_MAX: positive
    .default(4096)
    .describe('model calls of one API key at the same time'),
  UPSTREAM_CONNECT_TIMEOUT_MS: positive
    .default(10_000)
    .describe('how long connecting to a provider may take'),
  UPSTREAM_FIRST_BYTE_TIMEOUT_MS: positive
    .default(300_000)
    .describe('how long a provider may take to begin its answer'),
  UPSTREAM_IDLE_TIMEOUT_MS: positive
    .default(120_000)
    .describe('how long a provider may be silent in the middle of an answer'),
  CLIENT_STALL_TIMEOUT_MS: positive
    .default(120_000)
    .describe('how long a client may stop reading before it counts as gone'),
  REQUEST_TIMEOUT_MS: positive
    .default(300_000)
    .describe('how long a client may take to send its whole request, body included'),
  INFERENCE_BODY_BYTES_MAX: positive
    .default(50 * 1024 * 1024)
    .describe('largest body of a model call'),
  BODY_BYTES_MAX: positive.default(1024 * 1024).describe('largest body of any other request'),
  GAME_UPLOAD_BYTES_MAX: positive.default(30 * 1024 * 1024).describe('largest game upload'),
  GAMES_PER_USER_MAX: positive.default(100).describe('games of one user'),
  GAME_SESSION_TOKENS_DEFAULT: positive
    .default(20_000)
    .describe('tokens that one play session may spend'),
});

export type Environment = z.infer<typeof environmentSchema>;

/** Names whose value may come from the file named by NAME_FILE and is never printed. */
export const SECRET_NAMES = [
  'SECRET_KEY',
  'ENCRYPTION_KEYS',
  'ADMIN_PASSWORD',
  'ANTHROPIC_API_KEY',
  ...COMPATIBLE_VENDORS.map(({ name }) => vendorKeyName(name)),
  'METRICS_TOKEN',
  'DATABASE_URL',
  'REDIS_URL',
] as const satisfies readonly (keyof Environment)[];

/** What Fastify takes as a proxy; anything else would stop it with a stack trace. */
function isAddressRange(entry: string): boolean {
  if (['', 'loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  const [address = '', prefix, ...rest] = entry.split('/');
  const version = isIP(address);
  const bitsMax = version === 6 ? 128 : 32;
  const isPrefix = prefix === undefined || (/^\d{1,3}$/u.test(prefix) && Number(prefix) <= bitsMax);
  return version !== 0 && isPrefix && rest.length === 0;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
