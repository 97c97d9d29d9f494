import { narrate } from './adventure';
import type { Conversation, Turn } from './conversation';
import { askBack } from './eliza';
import { SAMPLE_VALUES_MAX, sampleOf } from './json-sample';
import { playMiniGame } from './mini-games';
import { findPersona, inCharacter } from './persona';
import { hashText } from './seeded-choice';
import { smallTalk } from './small-talk';
import { tellOutcome } from './told-outcome';

export type DemoFinish = 'stop' | 'length' | 'stop-sequence';

export interface DemoReply {
  /** In order; each begins with the white space before it, so that joined they are the text. One is one token. */
  words: readonly string[];
  finish: DemoFinish;
  /** The stop sequence that ended it. */
  stop: string | null;
  inputTokens: number;
}

const DISCLAIMER =
  '(I am the offline demo model: rules, not a real AI. The operator can connect a provider for more.)';
/** It is said at first, and again every so many replies. */
const DISCLAIMER_EVERY = 8;
const TOKENS_PER_TURN = 4;

/** The demo model: the same conversation always gets the same reply. */
export function demoReply(conversation: Conversation): DemoReply {
  const { turns, json } = conversation;
  const prose = speak(turns);
  const text =
    json === null
      ? (asJson(turns, prose) ?? withDisclaimer(turns, prose))
      : compose(conversation, prose);
  const { said, stop } = untilStop(text, conversation.stops);
  const words = said.match(/\s*\S+/g) ?? [];
  const limit = conversation.outputTokensMax ?? words.length;
  const isCut = words.length > limit;
  return {
    words: isCut ? words.slice(0, limit) : words,
    finish: isCut ? 'length' : stop === null ? 'stop' : 'stop-sequence',
    stop: isCut ? null : stop,
    inputTokens: countInput(turns),
  };
}

/** A quarter of the letters and a few for each turn: what the demo reports and its count_tokens says. */
export function countInput(turns: readonly Turn[]): number {
  const bytes = turns.reduce((sum, turn) => sum + Buffer.byteLength(turn.text), 0);
  return Math.ceil(bytes / 4) + turns.length * TOKENS_PER_TURN;
}

function speak(turns: readonly Turn[]): string {
  const utterances = turns.filter((turn) => turn.role === 'user').map((turn) => turn.text);
  const said = utterances.at(-1) ?? '';
  if (said.trim() === '') return 'Say something, and I shall answer.';
  const game = tellOutcome(turns) ?? playMiniGame(turns) ?? narrate(turns);
  if (game !== null) return game;
  const reply = smallTalk(said) ?? askBack(utterances);
  const persona = findPersona(turns);
  return persona === null ? reply : inCharacter(persona, reply, turns.length);
}

function withDisclaimer(turns: readonly Turn[], prose: string): string {
  const replies = turns.filter((turn) => turn.role === 'assistant').length;
  return replies % DISCLAIMER_EVERY === 0 ? `${prose} ${DISCLAIMER}` : prose;
}

function compose({ json, turns }: Conversation, prose: string): string {
  if (json === true) return asJson(turns, prose) ?? JSON.stringify({ reply: prose });
  const source = {
    text: prose,
    seed: hashText(prose),
    budget: { values: SAMPLE_VALUES_MAX },
    root: json ?? {},
  };
  return JSON.stringify(sampleOf(json, source));
}

/** Games often ask for JSON in words and show an example: then the example is filled in. */
function asJson(turns: readonly Turn[], prose: string): string | null {
  const asking = [...turns.filter((turn) => turn.role === 'system'), ...turns.slice(-1)];
  const request = asking.findLast((turn) => /\bjson\b/i.test(turn.text));
  if (request === undefined) return null;
  const example = /\{[\s\S]*\}/.exec(request.text)?.[0];
  if (example === undefined) return null;
  try {
    return JSON.stringify(fillIn(JSON.parse(example) as unknown, prose));
  } catch {
    return JSON.stringify({ reply: prose });
  }
}

/** The example with our words in its longest string; everything else as it was shown. */
function fillIn(example: unknown, prose: string): unknown {
  const strings: string[] = [];
  JSON.stringify(example, (_key, value: unknown) => {
    if (typeof value === 'string') strings.push(value);
    return value;
  });
  const longest = strings.sort((a, b) => b.length - a.length)[0];
  let isFilled = false;
  return JSON.parse(
    JSON.stringify(example, (_key, value: unknown) => {
      if (isFilled || value !== longest) return value;
      isFilled = true;
      return prose;
    }),
  );
}

function untilStop(text: string, stops: readonly string[]): { said: string; stop: string | null } {
  let end = text.length;
  let stop: string | null = null;
  for (const candidate of stops) {
    const at = candidate === '' ? -1 : text.indexOf(candidate);
    if (at !== -1 && at < end) {
      end = at;
      stop = candidate;
    }
  }
  return { said: text.slice(0, end), stop };
}
