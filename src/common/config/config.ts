import { resolve } from 'node:path';
import { existingSecret, generatedSecret, openDataDir } from './data-dir';
import { parseEncryptionKeys, type EncryptionKey } from './encryption-keys';
import type { Environment } from './environment.schema';
import { EnvironmentError } from './load-environment';

/**
 * The settings of this process: the checked environment plus what is derived from it. Injected by
 * class everywhere; nothing else in src/ reads process.env.
 */
export class Config {
  readonly env: Environment;
  /** Absolute path. */
  readonly dataDir: string;
  /** Signs JWTs and sessions. */
  readonly secretKey: string;
  /** Never empty: the first encrypts, all decrypt. */
  readonly encryptionKeys: readonly EncryptionKey[];

  constructor(env: Environment) {
    this.env = env;
    this.dataDir = resolve(env.DATA_DIR);
    refuseUnsafeBinding(env);
    openDataDir(this.dataDir);
    this.secretKey = env.SECRET_KEY ?? generatedSecret(this.dataDir, 'secret-key');
    this.encryptionKeys = this.readEncryptionKeys();
  }

  /** A key generated earlier stays at the end of the ring, so that setting ENCRYPTION_KEYS loses nothing. */
  private readEncryptionKeys(): EncryptionKey[] {
    const set = this.env.ENCRYPTION_KEYS;
    const fileName = 'encryption-key';
    const own =
      set === undefined
        ? generatedSecret(this.dataDir, fileName)
        : existingSecret(this.dataDir, fileName);
    const kept = own === null ? [] : [{ id: 'generated', key: Buffer.from(own, 'base64url') }];
    return [...(set === undefined ? [] : parseEncryptionKeys(set)!), ...kept];
  }

  get isProduction(): boolean {
    return this.env.NODE_ENV === 'production';
  }
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/u;
/** Values that stand in examples and tutorials: fine on one's own machine, an open door elsewhere. */
const EXAMPLE_SECRET = /change[-_ ]?me|example|secret-key|your[-_ ]|12345678|^(.)\1+$/iu;
const DEFAULT_PASSWORD =
  /^(?:admin|password|passw0rd|change[-_ ]?me|letmein|secret|coinop|root|test|welcome|qwerty(?:uiop)?|[-_.!@#\d])+$/iu;

function refuseUnsafeBinding(env: Environment): void {
  if (LOOPBACK.test(env.HOST)) return;
  const problems: string[] = [];
  if (env.SECRET_KEY !== undefined && EXAMPLE_SECRET.test(env.SECRET_KEY)) {
    problems.push(
      `HOST is ${JSON.stringify(env.HOST)} but SECRET_KEY looks like an example: use 32 or more random characters, or unset it to have one generated`,
    );
  }
  if (env.ADMIN_PASSWORD !== undefined && DEFAULT_PASSWORD.test(env.ADMIN_PASSWORD)) {
    problems.push(
      `HOST is ${JSON.stringify(env.HOST)} but ADMIN_PASSWORD is a well-known default: choose another, or unset it to have one generated`,
    );
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
}
