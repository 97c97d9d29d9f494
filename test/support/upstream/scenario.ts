/**
 * What the upstream shall do with one request. It is chosen by a marker in the prompt, such as
 * `[[fault=cut at=3 n=8]]`, because that travels through any client and any gateway unchanged. The
 * last marker wins, so a conversation can change its mind.
 */
export const FAULTS = [
  // before the first byte
  'hang',
  'break',
  'tls',
  'garbage',
  // instead of a good head
  'headers-hang',
  'huge-headers',
  'short-body',
  'long-body',
  // in the middle, after `at` tokens
  'cut',
  'stall',
  'error',
  'truncated',
  'garbage-body',
  'big-event',
  'bad-utf8',
  // in the usage
  'no-usage',
  'absurd-usage',
  // in the manners
  'drip',
  'stale',
  'close-after',
  'no-end',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Scenario {
  fault?: Fault;
  /** Output tokens; each is one delta of its own. */
  n: number;
  /** Milliseconds before each token. */
  gap: number;
  /** Milliseconds before the first byte. */
  ttft: number;
  /** Input tokens reported. */
  in: number;
  /** Output tokens reported; n by default. */
  out: number;
  /** The token before which a fault in the middle strikes. */
  at: number;
  /** An error answer with this status. */
  status?: number;
  /** Seconds of its retry-after. */
  retry?: number;
  /** How a connection is broken. */
  how: 'rst' | 'fin';
  /** Which absurd usage: negative, huge, float, string or null. */
  absurd: string;
  /** A recording to replay. */
  capture?: string;
  /** Bytes per write of a replay or a drip; 0 writes each chunk whole. */
  split: number;
  /** Answer with a tool call. */
  tool: boolean;
  /** Unusual but legal framing: comments, CR LF, white space, unknown events. */
  odd: boolean;
  /** `Connection: close` in the answer. */
  close: boolean;
  /** An error answer repeats the credentials and the address it was called with, as careless servers do. */
  echo: boolean;
  /** Extra bytes of text in each token. */
  pad: number;
  /** A name to find the call by. */
  tag?: string;
}

const MARKER = /\[\[([a-z][^[\]]*)\]\]/gu;
const NUMBERS = ['n', 'gap', 'ttft', 'in', 'out', 'at', 'status', 'retry', 'split', 'pad'];
const FLAGS = ['tool', 'odd', 'close', 'echo'];

export function scenarioOf(body: string): Scenario {
  const marker = [...body.matchAll(MARKER)].at(-1)?.[1] ?? '';
  const wishes: Record<string, unknown> = {};
  for (const pair of marker.split(/\s+/u).filter(Boolean)) {
    const [name = '', value = '1'] = pair.split('=');
    wishes[name] = valueOf(name, value);
  }
  const n = (wishes.n as number | undefined) ?? 8;
  return {
    n,
    gap: 0,
    ttft: 0,
    in: 11,
    out: n,
    at: 3,
    how: 'rst',
    absurd: 'huge',
    split: 0,
    pad: 0,
    tool: false,
    odd: false,
    close: false,
    echo: false,
    ...wishes,
  } as Scenario;
}

/** A misspelt marker would quietly test nothing: it throws, and the upstream answers 599 with this. */
function valueOf(name: string, value: string): unknown {
  if (NUMBERS.includes(name)) return Number(value);
  if (FLAGS.includes(name)) return value !== '0';
  if (name === 'fault' && !(FAULTS as readonly string[]).includes(value)) {
    throw new Error(`no such fault: ${value}`);
  }
  if (!['fault', 'how', 'absurd', 'capture', 'tag'].includes(name)) {
    throw new Error(`no such wish: ${name}`);
  }
  return value;
}
