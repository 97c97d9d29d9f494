import { foldEvents } from '../chat/chat-answer';
import type { ChatCodec } from '../chat/chat-codec';
import type { ChatEvent } from '../chat/chat-event';
import type { AnswerFace, AnswerSource, StreamDecoder, StreamEncoder } from '../chat/stream-codec';
import { parseRecord } from '../relay/token-count';

/** Encoders keep tool calls, and some the whole answer, until the end; more than this is no answer any more. */
export const ANSWER_CHARS_MAX = 32_000_000;

/** What may be sent now, and what only after the call is settled. */
export interface TranslatedPiece {
  released: Buffer;
  held: Buffer;
}

/**
 * A streamed answer of one dialect as a stream of another. One per answer. As with relayed answers, the final
 * event is held back: a clean end tells the client that the call is booked.
 */
export class StreamTranslator {
  private readonly decoder: StreamDecoder;
  private readonly encoder: StreamEncoder;
  private hasEnded = false;
  private hasUsage = false;
  private deltas = 0;
  private chars = 0;

  constructor(
    client: ChatCodec,
    upstream: ChatCodec,
    private readonly face: AnswerFace,
    provider: string,
  ) {
    this.decoder = upstream.createDecoder(sourceOf(face, provider));
    this.encoder = client.createEncoder(face);
  }

  push(chunk: Buffer): TranslatedPiece {
    return this.encode(this.decoder.push(chunk));
  }

  /** At a clean end of the upstream's stream. */
  close(): TranslatedPiece {
    return this.encode(this.decoder.close());
  }

  /** The client's final events for an answer that we stop for lack of allowance. */
  finishByLength(usage: { inputTokens: number; outputTokens: number }): Buffer {
    this.encoder.encode(usageEvent(usage.inputTokens, usage.outputTokens));
    return Buffer.from(this.encoder.encode({ type: 'finish', reason: 'length', stop: null }));
  }

  private encode(events: readonly ChatEvent[]): TranslatedPiece {
    let released = '';
    let held = '';
    for (const each of events) {
      if (this.hasEnded) break;
      this.count(each);
      const event = this.chars > ANSWER_CHARS_MAX ? TOO_LONG : each;
      if (event.type === 'finish' || event.type === 'error') {
        this.hasEnded = true;
        held += this.end(event);
      } else released += this.encoder.encode(event);
    }
    return { released: Buffer.from(released), held: Buffer.from(held) };
  }

  private count(event: ChatEvent): void {
    if (event.type === 'usage') this.hasUsage = true;
    if (!event.type.endsWith('-delta')) return;
    this.deltas++;
    if ('text' in event) this.chars += event.text.length;
    else if ('json' in event) this.chars += event.json.length;
  }

  /** Clients want numbers: where the upstream reported none, they get our estimate and the deltas counted. */
  private end(event: ChatEvent): string {
    if (!this.hasUsage && event.type === 'finish') {
      this.encoder.encode(usageEvent(this.face.inputTokensEstimate, this.deltas));
    }
    return this.encoder.encode(event);
  }
}

/** A whole answer of one dialect in the form of another, or null when it is none. */
export function translateAnswer(
  client: ChatCodec,
  upstream: ChatCodec,
  body: Buffer,
  to: { face: AnswerFace; provider: string },
): Buffer | null {
  const parsed = parseRecord(body);
  if (parsed === null) return null;
  const events = upstream.toChatEvents(parsed, sourceOf(to.face, to.provider));
  return Buffer.from(JSON.stringify(client.fromChatAnswer(foldEvents(events), to.face)));
}

const TOO_LONG: ChatEvent = {
  type: 'error',
  message: 'The answer is longer than this server can translate.',
};

function usageEvent(input: number, output: number): ChatEvent {
  return {
    type: 'usage',
    usage: { input, cacheRead: 0, cacheWrite: 0, output, reasoning: 0 },
  };
}

function sourceOf(face: AnswerFace, provider: string): AnswerSource {
  return { provider, answerId: face.id };
}
