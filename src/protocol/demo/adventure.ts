import { COLUMNS, WORLDS, type World } from './adventure-worlds';
import type { Turn } from './conversation';
import { choose, hashText } from './seeded-choice';

const SCENE =
  /\b(?:narrat\w*|dungeon|adventure|game ?master|text[- ]?(?:game|adventure)|interactive (?:story|fiction)|role-?play\w*|quest|storyteller)\b/i;

const DIRECTIONS: readonly [pattern: RegExp, rows: number, columns: number, name: string][] = [
  [/\bnorth\b|\bup\b/i, -1, 0, 'north'],
  [/\bsouth\b|\bdown\b/i, 1, 0, 'south'],
  [/\beast\b|\bright\b/i, 0, 1, 'east'],
  [/\bwest\b|\bleft\b/i, 0, -1, 'west'],
];

interface Journey {
  world: World;
  place: number;
  carried: string[];
  seed: number;
}

/** Narrates when the scene is set for it, by the system prompt or by the player, or null. */
export function narrate(turns: readonly Turn[]): string | null {
  const scene = turns
    .filter((turn) => turn.role === 'system')
    .map((turn) => turn.text)
    .join('\n');
  const commands = turns.filter((turn) => turn.role === 'user').map((turn) => turn.text);
  const asked = commands.findIndex((text) => /\badventure\b/i.test(text));
  if (!SCENE.test(scene) && asked === -1) return null;
  const moves = SCENE.test(scene) ? commands : commands.slice(asked);
  const said = moves.at(-1) ?? '';
  const journey = begin(scene + moves[0]!, scene === '' ? said : scene);
  // The journey so far is walked again from its first step: the conversation is the only memory.
  for (const step of moves.slice(1, -1)) act(journey, step);
  return moves.length < 2 ? open(journey) : act(journey, said);
}

function begin(seedText: string, scene: string): Journey {
  const world = WORLDS.find(({ theme }) => theme.test(scene))!;
  return { world, place: 0, carried: [], seed: hashText(seedText) };
}

function open(journey: Journey): string {
  return `${look(journey)} ${journey.world.goal} What do you do?`;
}

function act(journey: Journey, said: string): string {
  const direction = DIRECTIONS.find(([pattern]) => pattern.test(said));
  if (direction !== undefined) return go(journey, direction);
  if (/\b(?:take|grab|pick|get|steal)\b/i.test(said)) return take(journey);
  if (/\b(?:inventory|carrying|bag|pockets?)\b/i.test(said)) return inventory(journey);
  if (/\b(?:look|examine|inspect|search|where)\b/i.test(said)) return look(journey);
  if (/\b(?:talk|ask|say|speak|greet|hello|hi)\b/i.test(said)) return talk(journey, said);
  if (/\b(?:attack|fight|hit|kill|shoot|stab)\b/i.test(said)) return fight(journey);
  if (/\b(?:use|open|ring|unlock|push|pull|light|read|eat)\b/i.test(said)) return use(journey);
  return attempt(journey, said);
}

function here({ world, place }: Journey): World['places'][number] {
  return world.places[place]!;
}

function exits({ place }: Journey): string[] {
  return DIRECTIONS.filter(([, rows, columns]) => neighbour(place, rows, columns) !== null).map(
    ([, , , name]) => name,
  );
}

function neighbour(place: number, rows: number, columns: number): number | null {
  const row = Math.floor(place / COLUMNS) + rows;
  const column = (place % COLUMNS) + columns;
  const isInside = row >= 0 && row < 2 && column >= 0 && column < COLUMNS;
  return isInside ? row * COLUMNS + column : null;
}

function look(journey: Journey): string {
  const { name, view, item } = here(journey);
  const thing = journey.carried.includes(item) ? '' : ` You notice ${item}.`;
  const ways = exits(journey);
  return `You stand at ${name}. ${view}${thing} Ways lead ${ways.slice(0, -1).join(', ')} and ${ways.at(-1)!}.`;
}

function go(journey: Journey, [, rows, columns, name]: (typeof DIRECTIONS)[number]): string {
  const next = neighbour(journey.place, rows, columns);
  if (next === null) {
    return `There is no way ${name} from here. You could go ${exits(journey).join(' or ')}.`;
  }
  journey.place = next;
  return `You go ${name}. ${look(journey)}`;
}

function take(journey: Journey): string {
  const { item } = here(journey);
  if (journey.carried.includes(item))
    return 'There is nothing left here that would fit in your bag.';
  journey.carried.push(item);
  return `You take ${item}. It is heavier than it looks, as important things are.`;
}

function inventory({ carried }: Journey): string {
  if (carried.length === 0) return 'Your bag holds nothing but hope and some lint.';
  return `You carry ${carried.join(', ')}.`;
}

function talk(journey: Journey, said: string): string {
  const who = choose(journey.world.folk, journey.seed + journey.place);
  const words = [
    '“Everything you need is within three steps of where you began,” they say.',
    '“I have been waiting for somebody to ask,” they say, “but not that.”',
    '“Take what you find. You will not come this way again. Well, you might,” they say.',
  ];
  return `Near ${here(journey).name} you meet ${who}. ${choose(words, hashText(said))}`;
}

function fight(journey: Journey): string {
  const who = choose(journey.world.folk, journey.seed + journey.place);
  return `You swing at ${who}. They step aside with the patience of someone who has read the script. Perhaps talk?`;
}

function use(journey: Journey): string {
  const tool = journey.carried.at(-1);
  if (tool === undefined)
    return 'You have nothing to use yet. Look around and take something first.';
  if (journey.carried.length >= 3) {
    return `With ${tool} in hand, the pieces fall together, and ${here(journey).name} fills with light. You have won this little adventure! Go on exploring, or say "riddle" for another game.`;
  }
  return `You try ${tool} at ${here(journey).name}. Something clicks far away. It wants company: find ${3 - journey.carried.length} more.`;
}

function attempt(journey: Journey, said: string): string {
  const outcomes = [
    'It almost works.',
    'For a moment nothing happens; then nothing happens again, but louder.',
    'Fortune nods at you and moves on.',
    'It works better than anyone could have hoped, though not in the way you meant.',
  ];
  const { name } = here(journey);
  return `You try it at ${name}. ${choose(outcomes, hashText(said) + journey.seed)} You can look, take, talk, use things, or go ${exits(journey).join(' or ')}.`;
}
