import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { appPolicy, playgroundPolicy } from './logic/content-security-policy';

/** Where `npm run build:web` leaves the app; the same from src/web and from dist/web. */
export const WEB_DIST = join(__dirname, '..', '..', 'web', 'dist');

/** Stands in the built page where the nonce of one answer goes. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const NOT_BUILT =
  '<!doctype html><html lang="en"><title>Coinop</title><p>The web app has not been built yet: run <code>npm run build:web</code>, then reload. The API is up.</p></html>';

const SHARED_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  vary: 'accept',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()',
};

/** The built pages and the headers each must go out with. */
@Injectable()
export class WebPages {
  private readonly app = readPage('index.html');
  private readonly playground = readPage('graphql.html');

  /** @param frameSrc the origins this page may frame; empty for every page but play. */
  sendApp(reply: FastifyReply, frameSrc: readonly string[] = []): FastifyReply {
    const nonce = randomBytes(16).toString('base64url');
    return reply
      .status(this.app === undefined ? 503 : 200)
      .headers({ ...SHARED_HEADERS, 'content-security-policy': appPolicy(nonce, frameSrc) })
      .send((this.app ?? NOT_BUILT).replaceAll(NONCE_PLACEHOLDER, nonce));
  }

  sendPlayground(reply: FastifyReply): FastifyReply {
    return reply
      .status(this.playground === undefined ? 503 : 200)
      .headers({ ...SHARED_HEADERS, 'content-security-policy': playgroundPolicy() })
      .send(this.playground ?? NOT_BUILT);
  }
}

/** Read once: a new build comes with a new start. Undefined when the app has not been built. */
function readPage(name: string): string | undefined {
  try {
    return readFileSync(join(WEB_DIST, name), 'utf8');
  } catch {
    return undefined;
  }
}
