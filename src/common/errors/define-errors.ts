/**
 * One declaration per error, in the module that raises it. A declaration says everything that any
 * face of the server needs: the status, whether a retry can help, how loud the log is. Renderers
 * (problem+json, GraphQL, the dialects) are total functions of the same object.
 */
export type ErrorLevel = 'info' | 'warn' | 'error';

export interface ErrorDeclaration<A> {
  status: number;
  title: string;
  level: ErrorLevel;
  /** Could the same request succeed later without a change? */
  retryable: boolean;
  /** One or two sentences for the caller: what is wrong and what to do. Never a secret, a URL of ours or a stack. */
  detail: (args: A) => string;
}

export interface ErrorExtras {
  /** Response headers that belong to this error, `retry-after` for instance. */
  headers?: Record<string, string>;
  /** Machine-readable members added to the body of problem+json and to GraphQL extensions. */
  members?: Record<string, unknown>;
  /** In place of the declared status, where an upstream's own is passed on. */
  status?: number;
  cause?: unknown;
}

/** Everything this server throws on purpose. Unknown throwables become `internal`. */
export class CoinopError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly level: ErrorLevel;
  readonly isRetryable: boolean;
  readonly headers: Record<string, string>;
  readonly members: Record<string, unknown>;

  constructor(declared: RegisteredError, detail: string, extras: ErrorExtras = {}) {
    super(detail, { cause: extras.cause });
    this.name = 'CoinopError';
    this.code = declared.code;
    this.status = extras.status ?? declared.status;
    this.title = declared.title;
    this.level = declared.level;
    this.isRetryable = declared.retryable;
    this.headers = extras.headers ?? {};
    this.members = extras.members ?? {};
  }
}

export interface RegisteredError {
  module: string;
  code: string;
  status: number;
  title: string;
  level: ErrorLevel;
  retryable: boolean;
}

const registry = new Map<string, RegisteredError>();

/** Every error code known to this build, for docs/errors.md and the table tests. */
export function registeredErrors(): RegisteredError[] {
  return [...registry.values()].sort((a, b) => a.code.localeCompare(b.code));
}

type Declarations = Record<string, ErrorDeclaration<never>>;
type ArgsOf<D> = D extends ErrorDeclaration<infer A> ? A : never;
export type ErrorFactories<D extends Declarations> = {
  [K in keyof D]: (args: ArgsOf<D[K]>, extras?: ErrorExtras) => CoinopError;
};

/**
 * Declares the errors of one module and returns a factory per code:
 * `throw authErrors.bad_credentials({})`. A code declared twice is a programming error.
 */
export function defineErrors<D extends Declarations>(
  module: string,
  declarations: D,
): ErrorFactories<D> {
  const factories: Partial<ErrorFactories<D>> = {};
  for (const code of Object.keys(declarations) as (keyof D & string)[]) {
    const { detail, ...declaration } = declarations[code]!;
    const registered = { ...declaration, module, code };
    if (registry.has(code)) throw new Error(`error code declared twice: ${code}`);
    registry.set(code, registered);
    factories[code] = (args, extras) => new CoinopError(registered, detail(args as never), extras);
  }
  return factories as ErrorFactories<D>;
}
