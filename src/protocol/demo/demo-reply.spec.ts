import type { Turn, Wishes } from './conversation';
import { demoReply } from './demo-reply';

const plain: Wishes = { outputTokensMax: null, stops: [], json: null };

function reply(turns: Turn[], wishes: Partial<Wishes> = {}) {
  return demoReply({ ...plain, ...wishes, turns });
}

function say(...texts: string[]): string {
  return reply(texts.map((text) => ({ role: 'user', text }))).words.join('');
}

/** Plays the user's lines one after the other; the last answer. */
function talk(lines: string[], system?: string): string[] {
  const turns: Turn[] = system === undefined ? [] : [{ role: 'system', text: system }];
  return lines.map((text) => {
    turns.push({ role: 'user', text });
    const answer = reply(turns).words.join('');
    turns.push({ role: 'assistant', text: answer });
    return answer;
  });
}

it('says at first that it is a demo, and not with every line', () => {
  const [first, second] = talk(['Hello', 'I like trains']);
  expect(first).toMatch(/offline demo model/);
  expect(second).not.toMatch(/demo model/);
});

it('gives the same conversation the same reply', () => {
  const turns: Turn[] = [{ role: 'user', text: 'I feel tired of my job' }];
  expect(reply(turns)).toEqual(reply(turns));
});

it.each([
  ['My name is Ada', /Nice to meet you, Ada!/],
  ['who are you?', /demo model.*ELIZA/],
  ['what is 12 * 7', /12 \* 7 = 84/],
  ['5 / 0', /zero/],
  ['Say hello', /^Hello!/],
  ['I am afraid of my boss', /afraid of your boss/],
  ['I need a holiday', /a holiday/],
  ['my mother calls daily', /your mother/],
  ['', /Say something/],
  ['%1 $1 $&', /./],
])('answers %p', (text, expected) => {
  expect(say(text)).toMatch(expected);
});

it('remembers what was said to be yours', () => {
  const answers = ['Hm', 'Well', 'So', 'Right', 'Fine'].map((text) => say('My cat ran away', text));
  expect(answers.some((answer) => answer.includes('your cat'))).toBe(true);
});

it('asks a riddle, gives a hint and knows the answer', () => {
  const [question, hint] = talk(['riddle please', 'a spoon']);
  expect(question).toMatch(/Here is one/);
  expect(hint).toMatch(/A hint:/);
  expect(talk(['riddle please', 'a spoon', 'I give up'])[2]).toMatch(/It was/);
});

it('leads a guesser to its number', () => {
  const lines = ["let's play guess the number"];
  let [low, high] = [1, 100];
  let answer = '';
  while (!answer.startsWith('Yes!') && lines.length < 10) {
    const guess = Math.floor((low + high) / 2);
    lines.push(String(guess));
    answer = talk(lines).at(-1)!;
    if (answer.includes('Higher')) low = guess + 1;
    else high = guess - 1;
  }
  expect(answer).toMatch(/^Yes! It was \d+, and you needed \d/);
});

it('narrates when the scene is set, and remembers the way', () => {
  const system = 'You are the narrator of a text adventure on a space station.';
  const answers = talk(['Begin', 'take it', 'go east', 'inventory', 'go north'], system);
  expect(answers[0]).toMatch(/airlock/);
  expect(answers[1]).toMatch(/You take a magnetic boot/);
  expect(answers[2]).toMatch(/You go east.*bridge/);
  expect(answers[3]).toMatch(/You carry a magnetic boot/);
  expect(answers[4]).toMatch(/no way north/);
});

it('tells an outcome that the game has decided, in the game’s own world', () => {
  const system =
    'You are the narrator of a quiet text adventure in a lighthouse, in the year 1893.';
  const turn =
    'Night 1 of 7. A brig stands too close.\nThe keeper does this: “Turn the lamp up”.\nOutcome: The brig sees the light and bears away.';
  const [answer] = talk([turn], system);
  expect(answer).toMatch(/You turn the lamp up\./);
  expect(answer).toMatch(/the brig sees the light and bears away\./);
  expect(answer).not.toMatch(/crossroads|Ways lead/);
});

it('plays the character that it is told to be', () => {
  const [answer] = talk(
    ['What do you sell?'],
    'You are Grok, a grumpy shopkeeper. Stay in character.',
  );
  expect(answer).toMatch(/^\*Grok /);
  expect(talk(['Hi'], 'You are a helpful assistant.')[0]).not.toMatch(/^\*/);
});

it('counts a word as a token and stops at the limit', () => {
  const cut = reply([{ role: 'user', text: 'tell me a joke' }], { outputTokensMax: 3 });
  expect(cut.words).toHaveLength(3);
  expect(cut.finish).toBe('length');
});

it('stops before a stop sequence', () => {
  const { words, finish, stop } = reply([{ role: 'user', text: 'hello' }], { stops: ['('] });
  expect(words.join('')).not.toContain('(');
  expect([finish, stop]).toEqual(['stop-sequence', '(']);
});

it('fills in the JSON that a game shows in its prompt', () => {
  const system =
    'You run a game. Reply with JSON only: {"hp": 10, "text": "what happens next in the story"}';
  const answer = JSON.parse(talk(['open the door'], system)[0]!) as { hp: number; text: string };
  expect(answer.hp).toBe(10);
  expect(answer.text).not.toContain('what happens next');
});

it('reads only the end of a very long text', () => {
  const started = Date.now();
  expect(say(`${'my my i am {'.repeat(100_000)} hello`)).not.toBe('');
  expect(Date.now() - started).toBeLessThan(2_000);
});
