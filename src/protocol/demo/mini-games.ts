import type { Turn } from './conversation';
import { choose, hashText } from './seeded-choice';

/**
 * Games without a memory of their own: what was asked stands in the conversation, so the state of play is
 * read from it each time. That keeps the model stateless, as all models are.
 */
interface Riddle {
  question: string;
  answer: RegExp;
  solution: string;
  hint: string;
}

const RIDDLES: readonly Riddle[] = [
  {
    question:
      'I have cities but no houses, forests but no trees, and water but no fish. What am I?',
    answer: /\bmaps?\b/i,
    solution: 'a map',
    hint: 'You may fold me.',
  },
  {
    question: 'The more you take, the more you leave behind. What are they?',
    answer: /\b(?:foot)?steps\b|\bfootprints?\b/i,
    solution: 'footsteps',
    hint: 'You make them while you go.',
  },
  {
    question:
      'I speak without a mouth and hear without ears. I come alive with the wind. What am I?',
    answer: /\becho(?:es)?\b/i,
    solution: 'an echo',
    hint: 'Shout at a mountain.',
  },
  {
    question:
      'What has keys but opens no lock, space but no room, and lets you enter but never go in?',
    answer: /\bkeyboards?\b/i,
    solution: 'a keyboard',
    hint: 'You are probably touching one.',
  },
  {
    question: 'I am always coming but never arrive. What am I?',
    answer: /\btomorrow\b/i,
    solution: 'tomorrow',
    hint: 'Not today.',
  },
  {
    question: 'What gets wetter the more it dries?',
    answer: /\btowels?\b/i,
    solution: 'a towel',
    hint: 'A traveller should know where theirs is.',
  },
];

const NUMBER_MAX = 100;
const NUMBER_OPENING = `I am thinking of a number between 1 and ${NUMBER_MAX}.`;

/** The reply of a game that is being played or asked for, or null. */
export function playMiniGame(turns: readonly Turn[]): string | null {
  const said = turns.at(-1)?.text ?? '';
  const before = turns.slice(0, -1);
  if (/\bguess (?:the|a|my) number\b|\bnumber game\b/i.test(said)) {
    return `${NUMBER_OPENING} What is your guess?`;
  }
  if (/\b(?:another |a )?riddle\b/i.test(said)) {
    return `Here is one: ${choose(RIDDLES, hashText(said) + turns.length).question}`;
  }
  return guessNumber(said, before) ?? answerRiddle(said, before);
}

function guessNumber(said: string, before: readonly Turn[]): string | null {
  const opening = before.findLastIndex(
    (turn) => turn.role === 'assistant' && turn.text.includes(NUMBER_OPENING),
  );
  const guess = /\b\d{1,6}\b/.exec(said);
  if (opening === -1 || guess === null) return null;
  const sinceThen = before.slice(opening);
  if (sinceThen.some((turn) => turn.role === 'assistant' && turn.text.startsWith('Yes!')))
    return null;
  const secret = 1 + (hashText(`${opening}:${before[opening - 1]?.text ?? ''}`) % NUMBER_MAX);
  const tries =
    sinceThen.filter((turn) => turn.role === 'user' && /\b\d{1,6}\b/.test(turn.text)).length + 1;
  const number = Number(guess[0]);
  if (number === secret) {
    const verdict = tries <= 7 ? 'Very well played.' : 'Persistence wins.';
    return `Yes! It was ${secret}, and you needed ${tries} ${tries === 1 ? 'try' : 'tries'}. ${verdict}`;
  }
  const nearness = Math.abs(number - secret) <= 5 ? 'Close! ' : '';
  return `${nearness}${number < secret ? 'Higher' : 'Lower'}. That was try ${tries}.`;
}

function answerRiddle(said: string, before: readonly Turn[]): string | null {
  const last = before.findLast((turn) => turn.role === 'assistant')?.text ?? '';
  const riddle = RIDDLES.find(
    ({ question, hint }) => last.includes(question) || last.includes(hint),
  );
  if (riddle === undefined) return null;
  if (riddle.answer.test(said)) return `Right, ${riddle.solution}! Another riddle?`;
  if (/\b(?:give up|solution|tell me|no idea|don'?t know)\b/i.test(said)) {
    return `It was ${riddle.solution}. Another riddle?`;
  }
  return `Not quite. A hint: ${riddle.hint}`;
}
