import { capture } from './captures';
import type { Fault, Scenario } from './scenario';
import type { Speech } from './speech';
import { chunk, dechunk, head, LAST_CHUNK } from './wire';

/** One step of an answer. Steps are taken in order, until one of them closes the connection. */
export type Step =
  | {
      send: Buffer;
      /** What of it is body, without chunk frames. */
      payload?: Buffer;
      tokens?: number;
    }
  | { waitMs: number }
  | { close: 'fin' | 'rst' }
  | { hang: true };

const HUGE_HEADER_BYTES = 100_000;
const BIG_EVENT_BYTES = 1_000_000;
const GARBAGE = Buffer.from([0, 255, 254, 13, 10, 10, 10, 123, 34, 128, 0, 13, 10, 13, 10, 125]);
/** A TLS alert record: what a client sees that speaks plain HTTP to a TLS port. */
const TLS_ALERT = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46]);

const send = (payload: Buffer, tokens = 0): Step => ({ send: chunk(payload), payload, tokens });

/** What happens before any byte of a good answer, or undefined when nothing does. */
export function faultBeforeHead({ fault, how }: Scenario): Step[] | undefined {
  if (fault === 'hang') return [{ hang: true }];
  if (fault === 'break') return [{ close: how }];
  if (fault === 'tls') return [{ send: TLS_ALERT }, { close: 'fin' }];
  if (fault === 'garbage') return [{ send: GARBAGE }, { close: 'fin' }];
  return undefined;
}

export function* planStream(speech: Speech, scenario: Scenario): Generator<Step> {
  yield { waitMs: scenario.ttft };
  yield {
    send: head('HTTP/1.1 200 OK', [
      `Content-Type: ${speech.contentType}`,
      ...speech.headers,
      'Transfer-Encoding: chunked',
      ...manners(scenario),
    ]),
  };
  if (scenario.fault === 'headers-hang') yield { hang: true };
  if (speech.opening !== '') yield send(Buffer.from(speech.opening));
  for (let index = 0; index < scenario.n; index += 1) {
    if (index === scenario.at) {
      yield* faultInside(speech, scenario);
      if (scenario.fault === 'error') {
        yield { send: LAST_CHUNK };
        return;
      }
    }
    if (scenario.gap > 0) yield { waitMs: scenario.gap };
    yield send(Buffer.from(speech.token(index)), 1);
  }
  if (scenario.fault !== 'no-end') yield send(Buffer.from(speech.closing));
  yield { send: LAST_CHUNK };
}

function faultInside(speech: Speech, { fault, at, how }: Scenario): Step[] {
  const token = speech.token(at);
  const strikes: Partial<Record<Fault, () => Step[]>> = {
    cut: () => [{ close: how }],
    stall: () => [{ hang: true }],
    error: () => [send(Buffer.from(speech.error))],
    truncated: () => [{ send: Buffer.from(`1000\r\n${token.slice(0, 20)}`) }, { close: 'fin' }],
    'garbage-body': () => [send(GARBAGE)],
    'big-event': () => [send(Buffer.from(token.replace('the', 'a'.repeat(BIG_EVENT_BYTES))))],
    'bad-utf8': () => [send(Buffer.from(token.replace('the', '\u00ff\u00c3('), 'latin1'))],
  };
  return (fault === undefined ? undefined : strikes[fault]?.()) ?? [];
}

export function planWhole(
  body: Buffer,
  scenario: Scenario,
  { status = 200, headers = [] as string[], tokens = 0 },
): Step[] {
  const length = body.length + lengthLie(scenario);
  const lines = [
    'Content-Type: application/json; charset=utf-8',
    ...headers,
    `Content-Length: ${length}`,
    ...manners(scenario),
  ];
  const steps: Step[] = [
    { waitMs: scenario.ttft + scenario.gap * scenario.n },
    { send: head(`HTTP/1.1 ${status} Scripted`, lines) },
  ];
  if (scenario.fault === 'headers-hang') return [...steps, { hang: true }];
  const half = body.subarray(0, body.length >> 1);
  if (scenario.fault === 'cut') {
    return [...steps, { send: half, payload: half }, { close: scenario.how }];
  }
  if (scenario.fault === 'stall') return [...steps, { send: half, payload: half }, { hang: true }];
  steps.push({ send: body, payload: body, tokens });
  return lengthLie(scenario) > 0 ? [...steps, { close: 'fin' }] : steps;
}

function lengthLie({ fault }: Scenario): number {
  if (fault === 'short-body') return 50;
  return fault === 'long-body' ? -10 : 0;
}

function manners(scenario: Scenario): string[] {
  const lines = [scenario.close ? 'Connection: close' : 'Keep-Alive: timeout=5, max=100'];
  if (scenario.fault === 'huge-headers') lines.push(`x-huge: ${'h'.repeat(HUGE_HEADER_BYTES)}`);
  return lines;
}

/** A recording as it came: the head, then chunk by chunk (or `split` bytes at a time). */
export function planReplay(name: string, { split, gap }: Scenario): Step[] {
  const { response } = capture(name);
  const pieces: Step[] = [{ send: response.raw.subarray(0, response.head.length) }];
  if (split > 0) {
    const { framedBody } = response;
    for (let at = 0; at < framedBody.length; at += split) {
      pieces.push({ waitMs: gap }, { send: framedBody.subarray(at, at + split) });
    }
    return pieces;
  }
  if (!response.isChunked) return [...pieces, { send: response.body, payload: response.body }];
  for (const payload of dechunk(response.framedBody).chunks) {
    pieces.push({ waitMs: gap }, send(payload));
  }
  return [...pieces, { send: LAST_CHUNK }];
}
