import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dechunk, readHead, type Head } from './wire';

/** What a real model server said, byte for byte; see test/fixtures/upstream/README.md. */
export interface Capture {
  name: string;
  request: { path: string; body: Buffer };
  response: {
    raw: Buffer;
    head: Head;
    status: number;
    /** As on the wire, chunk frames included. */
    framedBody: Buffer;
    /** Without chunk frames: what a client should see. */
    body: Buffer;
    isChunked: boolean;
  };
}

const FOLDER = join(__dirname, '../../fixtures/upstream/captures');

export function capture(name: string): Capture {
  const request = readFileSync(join(FOLDER, `${name}.request.http`));
  // The request files end their lines with LF alone, and those of a GET at the head.
  const headEnd = request.indexOf('\n\n');
  const raw = readFileSync(join(FOLDER, `${name}.response.http`));
  const head = readHead(raw) as Head;
  const framedBody = raw.subarray(head.length);
  const isChunked = /chunked/iu.test(head.headers['transfer-encoding'] ?? '');
  return {
    name,
    request: {
      path: request.toString().split(' ')[1] as string,
      body: headEnd === -1 ? Buffer.alloc(0) : request.subarray(headEnd + 2),
    },
    response: {
      raw,
      head,
      status: Number(head.line.split(' ')[1]),
      framedBody,
      body: isChunked ? dechunk(framedBody).body : framedBody,
      isChunked,
    },
  };
}

/** The names of all recordings of requests to `path`. */
export function captureNames(path: string): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.request.http'))
    .map((file) => file.slice(0, -'.request.http'.length))
    .filter((name) => capture(name).request.path === path);
}
