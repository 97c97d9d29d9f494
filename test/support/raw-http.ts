import { connect, type Socket } from 'node:net';
import { dechunk, readBody, readHead, type Head } from './upstream/wire';

/** A client made of bytes: what was sent is what is given, and what came is kept as it came. */
export interface RawAnswer {
  raw: Buffer;
  head: Head;
  status: number;
  /** Without chunk frames. */
  body: Buffer;
  chunks: Buffer[];
  /** The answer said itself where it ends, and did. */
  isComplete: boolean;
}

export interface RawRequest {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export function rawRequest(request: RawRequest): Buffer {
  const body = Buffer.from(request.body ?? '');
  const headers = {
    host: 'localhost',
    ...(request.body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(body.length) }),
    ...request.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const method = request.method ?? (request.body === undefined ? 'GET' : 'POST');
  return Buffer.concat([
    Buffer.from(`${method} ${request.path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'),
    body,
  ]);
}

/** One connection, of which the test sees every byte. */
export class RawConnection {
  private constructor(readonly socket: Socket) {
    socket.on('data', (bytes) => {
      this.append(bytes);
      this.wake();
    });
    socket.on('error', () => this.wake());
    socket.on('close', () => {
      this.isClosed = true;
      this.wake();
    });
  }

  isClosed = false;
  private received = Buffer.alloc(4096);
  private length = 0;
  private waiting: (() => void)[] = [];

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
    return new RawConnection(socket);
  }

  write(bytes: Buffer | string): void {
    this.socket.write(bytes);
  }

  /** Leaves at once, as a client that is killed. */
  leave(): void {
    this.socket.destroy();
  }

  /** All that came so far. */
  bytes(): Buffer {
    return this.received.subarray(0, this.length);
  }

  /** Waits until what came satisfies `isEnough` or the connection closes. */
  async read(isEnough: (bytes: Buffer) => boolean, deadlineMs = 10_000): Promise<Buffer> {
    const end = performance.now() + deadlineMs;
    while (!isEnough(this.bytes()) && !this.isClosed) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`nothing more after: ${this.bytes().toString().slice(-500)}`);
      await new Promise<void>((next) => {
        const timer = setTimeout(next, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          next();
        });
      });
    }
    return this.bytes();
  }

  /** The answer, once it is whole or the connection is closed. */
  async answer(deadlineMs?: number): Promise<RawAnswer> {
    return parseAnswer(await this.read(isWhole, deadlineMs));
  }

  private append(bytes: Buffer): void {
    const length = this.length + bytes.length;
    if (length > this.received.length) {
      const grown = Buffer.alloc(length * 2);
      this.received.copy(grown, 0, 0, this.length);
      this.received = grown;
    }
    bytes.copy(this.received, this.length);
    this.length = length;
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const next of waiting) next();
  }
}

/** Sends bytes as they stand on a connection of their own. */
export async function sendRaw(url: string, bytes: Buffer | string): Promise<RawAnswer> {
  const connection = await RawConnection.open(url);
  connection.write(bytes);
  const answer = await connection.answer();
  connection.leave();
  return answer;
}

function isWhole(bytes: Buffer): boolean {
  const head = readHead(bytes);
  if (head === undefined || !saysItsLength(head)) return false;
  return readBody(head, bytes.subarray(head.length)) !== undefined;
}

function saysItsLength(head: Head): boolean {
  return (
    head.headers['content-length'] !== undefined || head.headers['transfer-encoding'] !== undefined
  );
}

export function parseAnswer(raw: Buffer): RawAnswer {
  const head = readHead(raw);
  if (head === undefined) throw new Error(`not an HTTP answer: ${raw.toString().slice(0, 500)}`);
  const rest = raw.subarray(head.length);
  const isChunked = /chunked/iu.test(head.headers['transfer-encoding'] ?? '');
  const { chunks, body } = isChunked ? dechunk(rest) : { chunks: [rest], body: rest };
  return {
    raw,
    head,
    status: Number(head.line.split(' ')[1]),
    body,
    chunks,
    isComplete: isWhole(raw),
  };
}
