import { choose, hashText } from './seeded-choice';

const JOKES = [
  'Why did the token cross the gateway? To get settled on the other side.',
  'I would tell you a joke about UDP, but you might not get it.',
  'A model walks into a bar. The barkeeper asks: "What will it be?" It answers: "Most likely the next word."',
  'There are ten kinds of players: those who read binary, and those who insert another coin.',
];

const POEMS = [
  'A coin drops in the dark machine,\na small light wakes behind the screen;\nno oracle, no distant cloud,\njust rules that like to think aloud.',
  'Three lives, one ship, a field of stars,\na high score older than the bars.\nThe night is long, the joystick worn:\none credit more, and then the morn.',
];

const GREETINGS = [
  'Hello! What shall we do: talk, a riddle, guess the number, or a small adventure?',
  'Hi there! You can chat with me, or say "riddle", "guess the number" or "adventure".',
  'Welcome to the arcade! Tell me something about yourself, or say "adventure" to play.',
];

const WHO =
  'I am the built-in demo model of this server: a descendant of ELIZA with a few games up its sleeve. I run offline, by rules, without any AI provider.';

const HELP =
  'I am a small demo model, but I can: talk with you, ask a riddle ("riddle"), play "guess the number", narrate an "adventure", tell a "joke", recite a "poem", do simple sums ("12 * 7"), and answer with JSON when a program asks for it.';

interface Topic {
  pattern: RegExp;
  reply: (said: string, match: RegExpExecArray) => string;
}

const pickFrom = (options: readonly string[]) => (said: string) => choose(options, hashText(said));

const TOPICS: readonly Topic[] = [
  {
    pattern: /\bmy name is ([A-Za-z][\w'-]{0,30})/i,
    reply: (_said, match) => `Nice to meet you, ${match[1]!}! What brings you here?`,
  },
  {
    pattern:
      /\b(?:who|what) are you\b|\bwhat(?:'s| is) your name\b|\bare you (?:an? )?(?:ai|bot|robot|human|real|claude|gpt|llama)\b/i,
    reply: () => WHO,
  },
  { pattern: /^\s*help\b|\bwhat can you do\b/i, reply: () => HELP },
  { pattern: /\bjoke\b/i, reply: pickFrom(JOKES) },
  { pattern: /\b(?:poem|verse|haiku)\b/i, reply: pickFrom(POEMS) },
  { pattern: /\b(?:thanks|thank you|cheers)\b/i, reply: () => 'You are welcome!' },
  {
    pattern: /\b(?:bye|goodbye|see you|good night)\b/i,
    reply: () => 'Goodbye! Come back when you have a coin to spare.',
  },
  {
    pattern: /\bhow are you\b/i,
    reply: () => 'All my rules are in order, thank you. How are you?',
  },
  {
    pattern: /\b(?:what time|what day|today's date|the weather)\b/i,
    reply: () => 'I have neither clock nor window: the demo model knows only what you tell it.',
  },
  {
    pattern: /(-?\d{1,9}(?:\.\d{1,6})?)\s*([-+*/x])\s*(-?\d{1,9}(?:\.\d{1,6})?)/,
    reply: (_said, match) => calculate(match),
  },
  {
    pattern: /\b(?:say|repeat|echo)[:\s]+["“]?([^"”\n]{1,200}?)["”]?\s*$/i,
    reply: (_said, match) => {
      const words = match[1]!.trim();
      return words[0]!.toUpperCase() + words.slice(1) + (/[.!?]$/.test(words) ? '' : '!');
    },
  },
  {
    pattern:
      /^\W*(?:hi|hello|hey|hallo|good (?:morning|evening|day|afternoon)|greetings)\b.{0,20}$/i,
    reply: pickFrom(GREETINGS),
  },
];

/** A reply to the everyday things people say to a machine, or null. */
export function smallTalk(said: string): string | null {
  for (const { pattern, reply } of TOPICS) {
    const match = pattern.exec(said);
    if (match !== null) return reply(said, match);
  }
  return null;
}

function calculate([sum, left, sign, right]: RegExpExecArray): string {
  const a = Number(left);
  const b = Number(right);
  if (sign === '/' && b === 0) return 'Dividing by zero is one game I do not play.';
  const results: Record<string, number> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    x: a * b,
    '/': a / b,
  };
  return `${sum!.trim()} = ${Number(results[sign!]!.toPrecision(12))}`;
}
