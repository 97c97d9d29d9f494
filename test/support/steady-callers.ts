import { randomUUID } from 'node:crypto';
import type { Player } from './bench';
import { openCall, tokensIn } from './calls';
import type { RawConnection } from './raw-http';
import { dechunk, readHead } from './upstream/wire';

/** One call of a steady caller, with all its repeats under one idempotency key. */
export interface Errand {
  /** The idempotency key, the tag upstream and the model, so that records can be found by it. */
  id: string;
  player: Player;
  /** What each try received, in tokens; a stored answer that was given again does not count. */
  received: number[];
  /** A try that ended as it should. */
  isDone: boolean;
  /** The server said that the answer is lost: it was charged as far as it came. */
  isLost: boolean;
}

const RETRY_EVERY_MS = 30;

/**
 * Clients that never give up: each makes one streamed call after another, and repeats a call that broke,
 * under the same idempotency key, until it is answered. What a careful program does, 64 times at once.
 */
export class SteadyCallers {
  readonly errands: Errand[] = [];
  private isStopping = false;
  private readonly running: Promise<void>[] = [];
  /** Calls that are receiving right now. */
  live = 0;

  constructor(
    private readonly url: () => string,
    private readonly marker: (id: string) => string,
  ) {}

  start(player: Player): void {
    this.running.push(this.work(player));
  }

  /** Every caller finishes what it has begun. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.running);
  }

  private async work(player: Player): Promise<void> {
    while (!this.isStopping) {
      const errand = { id: randomUUID(), player, received: [], isDone: false, isLost: false };
      this.errands.push(errand);
      while (!isAnswered(errand)) {
        await this.attempt(errand);
        if (!isAnswered(errand)) await new Promise((next) => setTimeout(next, RETRY_EVERY_MS));
      }
    }
  }

  private async attempt(errand: Errand): Promise<void> {
    let connection: RawConnection;
    try {
      connection = await openCall(this.url(), errand.player, this.marker(errand.id), {
        model: `claude-${errand.id}`,
        headers: { 'idempotency-key': errand.id },
      });
    } catch {
      return; // Nobody listens: the server is down.
    }
    this.live += 1;
    await connection.read(isOver, 60_000);
    this.live -= 1;
    connection.leave();
    note(errand, connection.bytes());
  }
}

function isAnswered(errand: Errand): boolean {
  return errand.isDone || errand.isLost;
}

function note(errand: Errand, bytes: Buffer): void {
  const head = readHead(bytes);
  if (head === undefined) return;
  const { status, body } = bodyOf(bytes);
  if (
    status === 409 &&
    /no longer available|cannot be repeated|can be repeated/iu.test(body.toString())
  ) {
    errand.isLost = true;
  }
  if (status !== 200) return;
  const isReplay = head.headers['idempotent-replayed'] === 'true';
  // Also what came of a chunk that was cut off was received.
  if (!isReplay) errand.received.push(tokensIn(bytes));
  errand.isDone = body.includes('event: message_stop');
}

function bodyOf(bytes: Buffer): { status: number; body: Buffer } {
  const head = readHead(bytes);
  if (head === undefined) return { status: 0, body: Buffer.alloc(0) };
  const rest = bytes.subarray(head.length);
  const isChunked = head.headers['transfer-encoding'] !== undefined;
  return {
    status: Number(head.line.split(' ')[1]),
    body: isChunked ? dechunk(rest).body : rest,
  };
}

/** The answer says that it is over. */
function isOver(bytes: Buffer): boolean {
  const head = readHead(bytes);
  if (head === undefined) return false;
  const rest = bytes.subarray(head.length);
  const length = head.headers['content-length'];
  if (length !== undefined) return rest.length >= Number(length);
  return rest.subarray(-7).includes('0\r\n\r\n');
}
