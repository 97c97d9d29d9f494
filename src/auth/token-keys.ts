import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config';

/**
 * One key per purpose, derived from the server's secret with HKDF, so that what is sealed for one use
 * means nothing for another. Key objects, because jsonwebtoken tries to parse a text as a public key
 * first, which costs half a millisecond per check.
 */
@Injectable()
export class TokenKeys {
  readonly accessToken: KeyObject;
  readonly refreshToken: KeyObject;
  readonly sessionCookie: KeyObject;

  constructor(config: Config) {
    const derive = (purpose: string): KeyObject =>
      createSecretKey(
        Buffer.from(hkdfSync('sha256', config.secretKey, '', `coinop/${purpose}/v1`, 32)),
      );
    this.accessToken = derive('access-token');
    this.refreshToken = derive('refresh-token');
    this.sessionCookie = derive('session-cookie');
  }
}
